/** Takes a command line apart with commander, and judges nothing: that is done for all options at once, later. */
import { Command, Option } from "commander";
import { NO_VALUE, type Asked } from "../../config/asked.ts";
import { OPTION_NAMES, optionRow, type OptionName } from "../../tables/options.ts";

/** Takes the arguments behind a command's name apart. */
export function readArguments(command: string, args: readonly string[]): Asked {
  const parser = new Command(command);
  const values = new Map<OptionName, string[]>();
  const note = (name: OptionName, value: string): string => {
    values.set(name, [...(values.get(name) ?? []), value]);
    return value;
  };
  for (const name of OPTION_NAMES) {
    if (!optionRow(name).commands.includes(command)) continue;
    if (optionRow(name).kind === "switch") {
      // Both forms, so that a flag can take back what the environment or the file says.
      for (const [flag, word] of [
        [`--${name}`, "on"],
        [`--no-${name}`, "off"],
      ] as const)
        parser.addOption(new Option(flag).preset(word).argParser((value) => note(name, value)));
    } else {
      // An optional value, since commander gives up at once where a required one is missing.
      parser.addOption(
        new Option(`--${name} [value]`).preset(NO_VALUE).argParser((value) => note(name, value)),
      );
    }
  }
  // Commander does not tell what stood behind `--`, where dashes mean nothing.
  const end = args.indexOf("--");
  const { operands, unknown } = parser.parseOptions(end === -1 ? [...args] : args.slice(0, end));
  const isFlag = (argument: string): boolean => argument.length > 1 && argument.startsWith("-");
  return {
    values,
    operands: [
      ...operands,
      ...unknown.filter((argument) => !isFlag(argument)),
      ...(end === -1 ? [] : args.slice(end + 1)),
    ],
    unknown: unknown.filter(isFlag),
  };
}
