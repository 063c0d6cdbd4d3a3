/** The MITRE ATT&CK techniques that rules name. Source: https://attack.mitre.org, version 16 to 18 of the Enterprise matrix. */

/** Tactics by id. */
export const TACTICS = {
  TA0001: "Initial Access",
  TA0003: "Persistence",
  TA0005: "Defense Evasion",
  TA0006: "Credential Access",
  TA0007: "Discovery",
  TA0009: "Collection",
  TA0040: "Impact",
  TA0042: "Resource Development",
} as const;

/** One technique, with the tactic under which rules name it. */
export interface TechniqueRow {
  readonly tactic: keyof typeof TACTICS;
  readonly name: string;
  /** Name of the sub-technique, where the id has a part after the dot. */
  readonly sub?: string;
}

/** Techniques and sub-techniques by id. */
export const TECHNIQUES = {
  T1070: { tactic: "TA0005", name: "Indicator Removal" },
  "T1078.004": { tactic: "TA0001", name: "Valid Accounts", sub: "Cloud Accounts" },
  "T1087.004": { tactic: "TA0007", name: "Account Discovery", sub: "Cloud Account" },
  T1098: { tactic: "TA0003", name: "Account Manipulation" },
  "T1098.001": {
    tactic: "TA0003",
    name: "Account Manipulation",
    sub: "Additional Cloud Credentials",
  },
  "T1098.003": { tactic: "TA0003", name: "Account Manipulation", sub: "Additional Cloud Roles" },
  "T1114.002": { tactic: "TA0009", name: "Email Collection", sub: "Remote Email Collection" },
  "T1114.003": { tactic: "TA0009", name: "Email Collection", sub: "Email Forwarding Rule" },
  "T1136.003": { tactic: "TA0003", name: "Create Account", sub: "Cloud Account" },
  T1199: { tactic: "TA0001", name: "Trusted Relationship" },
  T1485: { tactic: "TA0040", name: "Data Destruction" },
  T1489: { tactic: "TA0040", name: "Service Stop" },
  "T1496.004": { tactic: "TA0040", name: "Resource Hijacking", sub: "Cloud Service Hijacking" },
  T1526: { tactic: "TA0007", name: "Cloud Service Discovery" },
  T1530: { tactic: "TA0009", name: "Data from Cloud Storage" },
  T1535: { tactic: "TA0005", name: "Unused/Unsupported Cloud Regions" },
  "T1552.001": {
    tactic: "TA0006",
    name: "Unsecured Credentials",
    sub: "Credentials In Files",
  },
  T1562: { tactic: "TA0005", name: "Impair Defenses" },
  "T1562.008": { tactic: "TA0005", name: "Impair Defenses", sub: "Disable or Modify Cloud Logs" },
  T1566: { tactic: "TA0001", name: "Phishing" },
  "T1578.005": {
    tactic: "TA0005",
    name: "Modify Cloud Compute Infrastructure",
    sub: "Modify Cloud Compute Configurations",
  },
  T1580: { tactic: "TA0007", name: "Cloud Infrastructure Discovery" },
  "T1583.006": { tactic: "TA0042", name: "Acquire Infrastructure", sub: "Web Services" },
  "T1585.002": { tactic: "TA0042", name: "Establish Accounts", sub: "Email Accounts" },
} as const satisfies Readonly<Record<string, TechniqueRow>>;

/** Id of a technique or sub-technique. */
export type Technique = keyof typeof TECHNIQUES;
