import type { Tx } from '#platform/database';
import { findFiles, type FileStore } from '#platform/files';
import { sql } from '#platform/database';
import { consentColumns, consentRow } from './rows.ts';
import { contestsOf, countedOf, entriesOf, homesOf } from './queries.ts';
import { entryThatCounts } from './recount.ts';
import { consentSettings } from './queries.ts';

/** What is wrong with consents, in words: an answer counts that was not signed last, or the picture of a signature is gone or changed. */
export async function verifyConsents(tx: Tx, files?: FileStore): Promise<string[]> {
  const problems: string[] = [];
  const { split } = await consentSettings(tx);
  for (const consent of await tx.all(sql`select ${consentColumns} from consent where subdistrict_id = ${tx.subdistrictId} order by id`, consentRow)) {
    const upheld = new Set((await contestsOf(tx, consent.id)).filter((one) => one.outcome === 'upheld').map((one) => one.entryId));
    const entries = (await entriesOf(tx, consent.id)).filter((entry) => !upheld.has(entry.id));
    const homes = await homesOf(tx, consent.id);
    for (const counted of await countedOf(tx, consent.id)) {
      const owned = homes.filter((home) => home.ballotId === counted.ballotId && home.electorId === counted.electorId);
      if (entryThatCounts(entries, owned, split)?.id !== counted.entryId)
        problems.push(`consent ${consent.id}: what counts for ${counted.electorId} is not what was signed last`);
    }
    if (!files) continue;
    const ids = entries.flatMap((entry) => [entry.signatureFileId, entry.scanFileId]).filter((id) => id !== null);
    for (const file of await findFiles(tx, ids)) {
      const fault = await files.check(file.sha256);
      if (fault) problems.push(`consent ${consent.id}: the signature ${file.id} is ${fault}`);
    }
  }
  return problems;
}
