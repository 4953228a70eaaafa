import { newestPolicy } from '#modules/office';
import { gradeChoices } from '#modules/projects';
import type { Tx } from '#platform/database';
import type { Bilingual } from '#platform/i18n';

/** What was found out of a policy already; reading a whole pack for four words is dear. */
const known = new Map<string, ReadonlyMap<string, Bilingual>>();

/** Grades of the policy in force by their code, best first. Read anew when another policy is adopted, and once a day. */
export async function gradeNames(tx: Tx, today: string): Promise<ReadonlyMap<string, Bilingual>> {
  const newest = await newestPolicy(tx);
  const name = `${tx.subdistrictId}|${today}|${newest}`;
  const found = known.get(name);
  if (found) return found;
  const { choices } = await gradeChoices(tx, today);
  const names = new Map(choices.map((choice) => [choice.code, choice.title]));
  known.set(name, names);
  const [oldest] = known.keys();
  if (known.size > 200 && oldest !== undefined) known.delete(oldest);
  return names;
}
