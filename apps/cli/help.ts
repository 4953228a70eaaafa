import { parseOrMisuse } from './arguments.ts';
import { type CliCommand, type CommandTable, Misuse } from './command.ts';

/** Lists the commands, or tells how one is called. */
export const helpOf =
  (commands: CommandTable): CliCommand =>
  async (args, context) => {
    const { positionals } = parseOrMisuse(args, {}, 'help [COMMAND]', { min: 0, max: 1 });
    const name = positionals[0];
    if (name !== undefined) {
      const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
      if (command === undefined) throw new Misuse(`没有命令 ${name}。 No such command: ${name}`);
      context.out(`./zhidian ${command.usage}\n  ${command.zh}\n  ${command.en}\n`);
      return 0;
    }
    const lines = Object.values(commands).map((command) => `  ./zhidian ${command.usage}\n      ${command.zh}\n      ${command.en}\n`);
    context.out(`支点 Zhidian\n\n${lines.join('')}\n退出码 (exit code): 0 完成 done, 1 未完成 failed, 2 用法不对 misuse\n`);
    return 0;
  };
