import { journalWriter } from '#libs/journal';
import { projectJournal } from '#modules/books';
import { findProject, listProjects, type Project } from '#modules/projects';
import type { Database } from '#platform/database';
import { parseOrMisuse } from './arguments.ts';
import { type CliCommand, CouldNot, type ExitCode, Misuse } from './command.ts';
import { listSubdistricts } from './subdistricts.ts';
import { withDatabase } from './with-database.ts';

const usage = 'books export --project ID --format beancount|hledger|ledger [--subdistrict CODE]';
const options = { project: { type: 'string' }, format: { type: 'string' }, subdistrict: { type: 'string' } } as const;
const isId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Prints the books of one project, by its id or number, for an independent program to add up again; the journal alone is on stdout. */
export const books: CliCommand = async (args, context) => {
  const { values, positionals } = parseOrMisuse(args, options, usage, { min: 1, max: 1 });
  if (positionals[0] !== 'export') throw new Misuse(`没有 books ${positionals[0]} 这个命令 (no such command)。 用法 (usage): ${usage}`);
  const { project: asked, format } = values;
  if (!asked) throw new Misuse(`缺少 --project (missing)。 用法 (usage): ${usage}`);
  const write = format === undefined ? undefined : journalWriter(format);
  if (!write) throw new Misuse(`--format 须为 beancount、hledger 或者 ledger (one of the three)。 用法 (usage): ${usage}`);

  return withDatabase<ExitCode>(context, { migrateFirst: false }, async (db) => {
    const { subdistrictId, project } = await findOne(db, asked, values.subdistrict);
    const journal = await db.tenant(subdistrictId, (tx) => projectJournal(tx, project.id, `${project.serial} ${project.title}`), 'read');
    if (!journal) throw new CouldNot(`项目 ${project.serial} 还没有资金来源，没有账可导出。 The project has no source of money yet.`);
    context.out(write(journal));
    return 0;
  });
};

async function findOne(db: Database, asked: string, subdistrictCode: string | undefined): Promise<{ subdistrictId: string; project: Project }> {
  const found: { subdistrictId: string; code: string; project: Project }[] = [];
  for (const { id, code } of await listSubdistricts(db)) {
    if (subdistrictCode !== undefined && code !== subdistrictCode) continue;
    const projects = await db.tenant(
      id,
      async (tx) => {
        if (!isId.test(asked)) return (await listProjects(tx)).filter((project) => project.serial === asked);
        const project = await findProject(tx, asked);
        return project ? [project] : [];
      },
      'read',
    );
    found.push(...projects.map((project) => ({ subdistrictId: id, code, project })));
  }
  const [only, another] = found;
  if (!only) throw new CouldNot(`没有项目 ${asked}。 There is no project ${asked}.`);
  if (another)
    throw new CouldNot(
      `几个项目的编号都是 ${asked}，请改用项目的 ID（项目页地址的最后一段）或者加 --subdistrict。 Several projects have this number: use the id.`,
    );
  return only;
}
