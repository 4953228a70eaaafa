import { sql } from '#platform/database';
import type { SealedKind } from '#platform/seals';

/** Votes with names, each as it was cast: two that were swapped would leave every count as it was. Secret votes are proven by their receipts, not here. */
export const ballotsSeals: readonly SealedKind[] = [
  {
    kind: 'vote',
    zh: '记名票',
    en: 'named vote',
    rows: (
      s,
    ) => sql`select v.id::text as key, b.question || ' · ' || v.elector_id || ' · ' || v.version as label, jsonb_build_array(v.ballot_id, v.elector_id, v.version, v.choice,
        v.channel, v.voter_person_id, v.voter_name, v.recorded_by, v.cast_at at time zone 'UTC', v.file_id) as facts
      from ballot_vote v join ballot b on b.subdistrict_id = v.subdistrict_id and b.id = v.ballot_id where v.subdistrict_id = ${s}`,
  },
];
