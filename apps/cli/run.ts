import { type CliContext, type CommandTable, type ExitCode, Misuse } from './command.ts';

/** Every command: what `help` says about it, and where it is. Each is loaded only when called. */
export const commands: CommandTable = {
  setup: {
    usage: 'setup --district NAME --subdistrict NAME --code CODE --officer NAME [--mail ADDRESS | --phone NUMBER] [--district-code CODE]',
    zh: '建立区、街镇和自治办的第一个账号，给出一次性登录链接；链接丢了：setup --code CODE --new-link',
    en: 'make district, subdistrict and the first office account; prints a one-time link (again: --code CODE --new-link)',
    load: async () => (await import('./setup.ts')).setup,
  },
  start: {
    usage: 'start [--demo]',
    zh: '启动（PORT 默认 3000，数据在 ZHIDIAN_DATA，默认 ./data）',
    en: 'serve on PORT (3000), data in ZHIDIAN_DATA (./data)',
    load: async () => (await import('./start.ts')).start,
  },
  migrate: {
    usage: 'migrate',
    zh: '把数据库升级到当前版本',
    en: 'bring the database to this version',
    load: async () => (await import('./migrate.ts')).migrateCommand,
  },
  import: {
    usage: 'import roster FILE --neighbourhood ID [--dry-run] [--compound NAME] [--sheet NAME] [--subdistrict CODE]',
    zh: '导入居民区花名册（XLSX 或 CSV）；--dry-run 只试算',
    en: "import a neighbourhood's roster (XLSX or CSV); --dry-run writes nothing",
    load: async () => (await import('./import.ts')).importCommand,
  },
  verify: {
    usage: 'verify [--full]',
    zh: '核对：余额等于分录之和，审计链完整，文件与哈希一致',
    en: 'check balances against postings, the audit chain, files against their hashes',
    load: async () => (await import('./verify.ts')).verify,
  },
  decide: {
    usage: 'decide tally | allocate | share-cost | scores FILE [--json]',
    zh: '精确计票、分配资金、分摊费用、校准评分（不用数据库）；decide --help 细说',
    en: 'count votes, allocate a pool, share a cost, calibrate scores; exact, no database (decide --help)',
    load: async () => (await import('./decide.ts')).decide,
  },
  books: {
    usage: 'books export --project ID --format beancount|hledger|ledger [--subdistrict CODE]',
    zh: '导出一个项目的账，供其他记账软件重新核对',
    en: "print a project's books for an independent program to add up again",
    load: async () => (await import('./books.ts')).books,
  },
  index: {
    usage:
      'index score --data DIR [--out DIR] [--explain COMPOUND [--month MONTH]] [--json] [--thresholds value|range] [--total flat|nested] [--derive-change] [--sample SEED] [--freeze FILE | --frozen FILE]',
    zh: '计算治理指数：阈值、各项得分、总分和排名；--explain 逐分说明一个小区',
    en: 'score the governance index: thresholds, leaves, nodes, totals, ranks; --explain every point of a compound',
    load: async () => (await import('./index-score.ts')).index,
  },
  invoice: {
    usage: 'invoice read FILE… [--json]',
    zh: '读电子发票（OFD、XML、PDF、二维码文字），列出各项核对',
    en: 'read e-invoices (OFD, XML, PDF, text of a code) with every check',
    load: async () => (await import('./invoice.ts')).invoice,
  },
  version: {
    usage: 'version',
    zh: '版本',
    en: 'print the version',
    load: async () => (await import('./version.ts')).version,
  },
  help: {
    usage: 'help [COMMAND]',
    zh: '本说明',
    en: 'this text',
    load: async () => (await import('./help.ts')).helpOf(commands),
  },
};

const spellings: Record<string, string> = {
  '--help': 'help',
  '-h': 'help',
  '--version': 'version',
  '-v': 'version',
};

/** Runs one command line and tells its exit code; whatever goes wrong becomes one line on stderr. */
export async function run(args: readonly string[], context: CliContext): Promise<ExitCode> {
  const [word, ...rest] = args;
  if (word === undefined) {
    context.note('zhidian: 请给出命令，./zhidian help 列出全部。 A command is missing; see ./zhidian help.');
    return 2;
  }
  const name = spellings[word] ?? word;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    context.note(`zhidian: 没有命令 ${word}，./zhidian help 列出全部。 No such command: ${word}; see ./zhidian help.`);
    return 2;
  }
  try {
    // `decide` has parts with a help of their own.
    if (name !== 'decide' && (rest.includes('--help') || rest.includes('-h'))) {
      return await (await import('./help.ts')).helpOf(commands)([name], context);
    }
    return await (await command.load())(rest, context);
  } catch (error) {
    context.note(`zhidian ${name}: ${oneLine(error)}`);
    if (context.env['ZHIDIAN_DEBUG'] && error instanceof Error && error.stack) context.note(error.stack);
    return error instanceof Misuse ? 2 : 1;
  }
}

const expectedNames = new Set(['Misuse', 'CouldNot', 'SupervisorError', 'PortTaken', 'MigrationChanged']);

function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const line = text
    .split('\n')
    .filter((part) => part.trim() !== '')
    .join(' ');
  // Expected failures carry their words; anything else is a bug and says where to look.
  const expected = error instanceof Error && expectedNames.has(error.name);
  return expected ? line : `${line || '未知错误 (unknown error)'} [ZHIDIAN_DEBUG=1 shows where]`;
}
