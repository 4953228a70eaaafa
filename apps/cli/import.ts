import { readFileSync, statSync } from 'node:fs';
import { Permissions, system } from '#platform/access';
import { systemSources } from '#platform/command';
import type { Database } from '#platform/database';
import { noJobs } from '#platform/outbox';
import {
  type ImportSummary,
  importRoster,
  peoplePermissions,
  previewRoster,
  type RosterError,
  type RosterProgress,
  rosterErrorText,
  rosterFailureText,
} from '#modules/people';
import { findNeighbourhood, listCompounds } from '#modules/places';
import { parseOrMisuse } from './arguments.ts';
import { type CliCommand, type CliContext, CouldNot, type ExitCode, Misuse } from './command.ts';
import { listSubdistricts } from './subdistricts.ts';
import { withDatabase } from './with-database.ts';

const usage = 'import roster FILE --neighbourhood ID [--dry-run] [--compound NAME] [--sheet NAME] [--subdistrict CODE]';

const options = {
  neighbourhood: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  compound: { type: 'string' },
  sheet: { type: 'string' },
  subdistrict: { type: 'string' },
} as const;

/** Reads the whole file anyway, so a limit keeps a wrong file name from filling the memory. */
const largestFileBytes = 64 * 1024 * 1024;

/**
 * Imports a neighbourhood's roster from XLSX or CSV, whole or not at all. Rows to correct go to stderr, one line each;
 * `--dry-run` says what an import would do and writes nothing.
 */
export const importCommand: CliCommand = async (args, context) => {
  const { values, positionals } = parseOrMisuse(args, options, usage, { min: 2, max: 2 });
  const [what, file = ''] = positionals;
  if (what !== 'roster') throw new Misuse(`只能导入 roster (花名册)，不是 ${what}。 用法 (usage): ${usage}`);
  const place = values.neighbourhood;
  if (!place) throw new Misuse(`缺少 --neighbourhood (missing)。 用法 (usage): ${usage}`);
  const bytes = readInput(file);

  return withDatabase<ExitCode>(context, { migrateFirst: false }, async (db) => {
    const where = await findPlace(db, place, values.subdistrict);
    const compoundId = values.compound === undefined ? null : await findCompound(db, where, values.compound);
    const input = { neighbourhoodId: where.neighbourhoodId, bytes, sheet: values.sheet, compoundId };
    if (values['dry-run']) {
      const preview = await db.tenant(where.subdistrictId, (tx) => previewRoster(tx, input), 'read');
      if (!preview.ok) throw new CouldNot(rosterFailureText('zh', preview.error));
      noteErrors(context, preview.value.errors);
      if (preview.value.errors.length > 0) throw new CouldNot(rosterFailureText('zh', { code: 'rows', errors: preview.value.errors }));
      if (preview.value.needsCompound) throw new CouldNot(rosterFailureText('zh', { code: 'which-compound' }));
      context.out(`试算，没有写入 (dry run, nothing written)\n${summaryText(preview.value.summary)}`);
      return 0;
    }
    const platform = {
      db,
      sources: systemSources,
      permissions: new Permissions([peoplePermissions]),
      jobs: noJobs,
    };
    const imported = await importRoster({ platform, subdistrictId: where.subdistrictId, actor: system }, input, progressTo(context));
    if (!imported.ok) {
      if (imported.error.code === 'rows') noteErrors(context, imported.error.errors);
      throw new CouldNot(rosterFailureText('zh', imported.error));
    }
    context.out(`已导入 (imported)\n${summaryText(imported.value)}`);
    return 0;
  });
};

function readInput(file: string): Uint8Array {
  try {
    if (statSync(file).size > largestFileBytes) throw new CouldNot(`文件太大 (too large): ${file}`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof CouldNot) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new CouldNot(`读不了文件（${code}）。 The file cannot be read (${code}): ${file}`);
  }
}

type Where = { subdistrictId: string; neighbourhoodId: string };

async function findPlace(db: Database, idOrCode: string, subdistrictCode: string | undefined): Promise<Where> {
  const found: (Where & { code: string })[] = [];
  for (const { id, code } of await listSubdistricts(db)) {
    if (subdistrictCode !== undefined && code !== subdistrictCode) continue;
    const neighbourhood = await db.tenant(id, (tx) => findNeighbourhood(tx, idOrCode), 'read');
    if (neighbourhood) found.push({ subdistrictId: id, neighbourhoodId: neighbourhood.id, code });
  }
  const [only, another] = found;
  if (only === undefined) throw new CouldNot(`没有居民区 ${idOrCode}。 There is no neighbourhood ${idOrCode}.`);
  if (another !== undefined) {
    const codes = found.map((one) => one.code).join(', ');
    throw new CouldNot(`几个街镇都有 ${idOrCode}（${codes}），请加 --subdistrict。 Several subdistricts have it: add --subdistrict.`);
  }
  return only;
}

async function findCompound(db: Database, where: Where, name: string): Promise<string> {
  const compounds = await db.tenant(where.subdistrictId, (tx) => listCompounds(tx, where.neighbourhoodId), 'read');
  const compound = compounds.find((one) => one.name === name || one.id === name);
  if (compound !== undefined) return compound.id;
  const names = compounds.map((one) => one.name).join('、');
  throw new CouldNot(`没有小区“${name}”，有：${names || '—'}。 There is no such compound.`);
}

function noteErrors(context: CliContext, errors: readonly RosterError[]): void {
  for (const error of errors) context.note(rosterErrorText('zh', error));
}

const phaseWords = {
  reading: '读取 (reading)',
  comparing: '比对 (comparing)',
  writing: '写入 (writing)',
  done: '完成 (done)',
};

/** A line at each phase and at each full tenth of the writing. */
function progressTo(context: CliContext): RosterProgress {
  let said = '';
  return (phase, done, total) => {
    const tenths = phase === 'writing' && total > 0 ? ` ${Math.floor((done * 10) / total) * 10} %` : '';
    const line = `${phaseWords[phase]}${tenths}`;
    if (line !== said) context.note(line);
    said = line;
  };
}

const summaryWords: Record<keyof ImportSummary, string> = {
  rows: '行 (rows)',
  newBuildings: '新楼栋 (new buildings)',
  newHomes: '新住房 (new homes)',
  newHouseholds: '新住户 (new households)',
  newPersons: '新人员 (new persons)',
  newOwners: '新业主 (new owners)',
  changedHomes: '有变化的住房 (changed homes)',
  endedMembers: '迁出的成员 (members ended)',
  endedOwners: '不再是业主 (owners ended)',
  unchangedRows: '没有变化的行 (unchanged rows)',
  homesNotNamed: '花名册没有提到的住房 (homes not named)',
};

function summaryText(summary: ImportSummary): string {
  return Object.entries(summaryWords)
    .map(([field, words]) => `  ${words}: ${Object.entries(summary).find(([name]) => name === field)?.[1] ?? 0}\n`)
    .join('');
}
