/** The ATT&CK techniques of a rule in the form in which Kibana takes them. */
import { TACTICS, TECHNIQUES, type Technique, type TechniqueRow } from "../rules/mitre.ts";

interface Named {
  readonly id: string;
  readonly name: string;
  readonly reference: string;
}

/** One tactic with its techniques, as detection rules carry it. */
export interface Threat {
  readonly framework: "MITRE ATT&CK";
  readonly tactic: Named;
  readonly technique: readonly (Named & { readonly subtechnique?: readonly Named[] })[];
}

/** The threats of a rule, one entry for each technique. */
export function threats(ids: readonly Technique[]): readonly Threat[] {
  return ids.map((id) => {
    const row: TechniqueRow = TECHNIQUES[id];
    const parent = id.split(".")[0] ?? id;
    const technique = {
      id: parent,
      name: row.name,
      reference: `https://attack.mitre.org/techniques/${parent}/`,
    };
    return {
      framework: "MITRE ATT&CK",
      tactic: {
        id: row.tactic,
        name: TACTICS[row.tactic],
        reference: `https://attack.mitre.org/tactics/${row.tactic}/`,
      },
      technique: [
        row.sub === undefined
          ? technique
          : {
              ...technique,
              subtechnique: [
                {
                  id,
                  name: row.sub,
                  reference: `https://attack.mitre.org/techniques/${id.replace(".", "/")}/`,
                },
              ],
            },
      ],
    };
  });
}
