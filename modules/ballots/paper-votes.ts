import { doorKey } from '#modules/meetings';
import type { Choice, RollLine } from './ballot.ts';

/** A pasted line that was understood. */
export interface PaperVote {
  line: string;
  electorId: string;
  choice: Choice;
}
/** `no-choice` no yes, no or abstention in it · `nobody` fits nobody on the roll · `several` fits several · `twice` the elector stood above already. */
export interface PaperFault {
  line: string;
  reason: 'no-choice' | 'nobody' | 'several' | 'twice';
}

const words: readonly (readonly [RegExp, Choice])[] = [
  [/(不同意|不赞成|反对|否|✗|×|\bno\b)/i, 'no'],
  [/(弃权|\babstain\b)/i, 'abstain'],
  [/(同意|赞成|√|✓|\byes\b)/i, 'yes'],
];

/**
 * Reads votes typed from papers, one a line: the paper's code or number (`#12`), or the door, and the choice
 * (`3号楼2单元401 同意`, `#12 反对`, `K7M2QX 弃权`). Nothing is guessed: what does not fit comes back with its reason.
 */
export function readPaperVotes(
  text: string,
  roll: readonly Pick<RollLine, 'electorId' | 'no' | 'code' | 'label'>[],
): { votes: PaperVote[]; faults: PaperFault[] } {
  const votes: PaperVote[] = [];
  const faults: PaperFault[] = [];
  const seen = new Set<string>();
  for (const line of text
    .split('\n')
    .map((part) => part.trim())
    .filter((part) => part !== '')) {
    const found = words.find(([pattern]) => pattern.test(line));
    if (!found) {
      faults.push({ line, reason: 'no-choice' });
      continue;
    }
    const electors = electorsOf(line.replace(found[0], ' ').normalize('NFKC'), roll);
    const [elector] = electors;
    if (electors.length > 1) faults.push({ line, reason: 'several' });
    else if (!elector) faults.push({ line, reason: 'nobody' });
    else if (seen.has(elector.electorId)) faults.push({ line, reason: 'twice' });
    else {
      seen.add(elector.electorId);
      votes.push({ line, electorId: elector.electorId, choice: found[1] });
    }
  }
  return { votes, faults };
}

function electorsOf<L extends Pick<RollLine, 'no' | 'code' | 'label'>>(rest: string, roll: readonly L[]): L[] {
  const number = /^\s*(?:#|第)\s*0*(\d+)/.exec(rest)?.[1];
  if (number) return roll.filter((line) => String(line.no) === number);
  const compact = rest.replace(/\s+/g, '').toUpperCase();
  const byCode = roll.filter((line) => compact.includes(line.code));
  if (byCode.length > 0) return byCode;
  const key = doorKey(rest);
  const byDoor = key === '' ? [] : roll.filter((line) => doorKey(line.label) === key);
  // Two compounds may share a door number: then the compound's name must be in the line.
  const named = byDoor.filter((line) => compact.includes(line.label.replace(/\d.*$/, '').toUpperCase()));
  if (byDoor.length > 0) return byDoor.length > 1 ? named : byDoor;
  return roll.filter((line) => compact === line.label.replace(/\s+/g, '').toUpperCase());
}
