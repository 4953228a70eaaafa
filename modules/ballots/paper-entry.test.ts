import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareEntries, differencesLeft, type PaperEntry, readPaperEntries } from './paper-entry.ts';
import { differencesOf, readNumbers, whatCameBackAddsUp, whatWentOutAddsUp } from './paper-sheet.ts';
import { type BallotOption, type Question, yesNo } from './question.ts';
import { readVotes } from './record-votes-of-others.ts';

const slips = [
  ['K7M2QX', '1号楼1单元101'],
  ['ABCDEF', '1号楼1单元102'],
  ['GHJKLM', '2号楼1单元101'],
].map(([code = '', label = ''], i) => ({ code, label, no: i + 1, replaced: false, returnedIn: null as number | null }));
const read = (text: string, known = slips, unknownStands = false) => readPaperEntries(text, known, yesNo, [], unknownStands);
const said = (entry: PaperEntry) => [entry.code, entry.answer?.choice ?? entry.finding];

describe('papers typed one a line', () => {
  it('are read by code, number or door, with the answer in words or by one key', () => {
    const { entries, faults } = read('k7m2qx 1\n#2 不同意\n2-1-101 弃权');
    expect(faults).toEqual([]);
    expect(entries.map(said)).toEqual([
      ['K7M2QX', 'yes'],
      ['ABCDEF', 'no'],
      ['GHJKLM', 'abstain'],
    ]);
    expect(read('第 2 号 反对\nＫ7Ｍ2ＱＸ √').entries.map(said)).toEqual([
      ['ABCDEF', 'no'],
      ['K7M2QX', 'yes'],
    ]);
    expect(read('1号楼1单元101同意\nABCDEF\t同意').entries.map(said)).toEqual([
      ['K7M2QX', 'yes'],
      ['ABCDEF', 'yes'],
    ]);
    // As a scanner types the printed square.
    expect(read('http://zd.example/s/gq/ballots/1#p=GHJKLM 2').entries.map(said)).toEqual([['GHJKLM', 'no']]);
  });
  it('that are no votes say what they are', () => {
    expect(read('#1 无效\n#2 空白\n#3 同意\n#3 重复').entries.map(said)).toEqual([
      ['K7M2QX', 'spoiled'],
      ['ABCDEF', 'blank'],
      ['GHJKLM', 'yes'],
      ['GHJKLM*', 'copy'],
    ]);
  });
  it('that fit nobody, or twice the same, come back with the reason; nothing is guessed', () => {
    expect(read('#9 同意\n1-1-101\n1-1-101 同意\n#1 反对\n#2').faults).toEqual([
      { line: '#9 同意', reason: 'unknown' },
      { line: '1-1-101', reason: 'no-answer' },
      { line: '#1 反对', reason: 'twice' },
      { line: '#2', reason: 'no-answer' },
    ]);
    const twice = [...slips, { code: 'ZZZZZZ', label: '南苑1号楼1单元101', no: 4, replaced: false, returnedIn: null }];
    expect(read('1-1-101 同意', twice).faults).toEqual([{ line: '1-1-101 同意', reason: 'several' }]);
  });
  it('whose code nobody knows are written down only when that is said, and are then no vote', () => {
    expect(read('QQQQQQ 同意').faults).toEqual([{ line: 'QQQQQQ 同意', reason: 'unknown' }]);
    expect(read('QQQQQQ 同意', slips, true)).toEqual({ entries: [{ code: 'QQQQQQ', finding: 'vote', answer: { choice: 'yes' } }], faults: [] });
    expect(read('QQQQQQ 同意\nqqqqqq 同意', slips, true).faults).toEqual([{ line: 'qqqqqq 同意', reason: 'twice' }]);
  });
  it('that came back before are told, a second sheet may be written down as such; a replaced slip is known by its code alone', () => {
    const back = slips.map((slip, i) => ({ ...slip, returnedIn: i === 0 ? 2 : null }));
    expect(read('#1 同意', back).faults).toEqual([{ line: '#1 同意', reason: 'returned-before' }]);
    expect(read('#1 重复', back).entries.map(said)).toEqual([['K7M2QX*', 'copy']]);
    const replaced = [
      { ...slips[0]!, replaced: true },
      { ...slips[0]!, code: 'NEWNEW' },
    ];
    expect(read('#1 同意\nK7M2QX 反对', replaced).entries.map(said)).toEqual([
      ['NEWNEW', 'yes'],
      ['K7M2QX', 'no'],
    ]);
  });
  it('of a question with options carry numbers, and what the question does not allow comes back', () => {
    const question: Question = { ...yesNo, kind: 'approval', minPicks: 1, maxPicks: 2 };
    const options: BallotOption[] = [1, 2, 3].map((no) => ({ no, label: `方案${no}`, note: '', personId: null, costFen: null }));
    const { entries, faults } = readPaperEntries('#1 1、3\n#2 1、2、3\n#3 弃权', slips, question, options);
    expect(entries.map((entry) => entry.answer)).toEqual([{ choice: 'picks', picks: [{ option: 1 }, { option: 3 }] }, { choice: 'abstain' }]);
    expect(faults).toEqual([{ line: '#2 1、2、3', reason: 'too-many' }]);
  });
  it('said to staff are votes and nothing else', () => {
    const roll = slips.map((slip) => ({ ...slip, electorId: `e${slip.no}` }));
    expect(readVotes('#1 同意\n#2 无效', roll, yesNo, [])).toEqual({
      votes: [{ electorId: 'e1', answer: { choice: 'yes' } }],
      faults: [{ line: 'ABCDEF', reason: 'no-answer' }],
    });
  });
});

describe('two readings', () => {
  const yes = (code: string): PaperEntry => ({ code, finding: 'vote', answer: { choice: 'yes' } });
  const no = (code: string): PaperEntry => ({ code, finding: 'vote', answer: { choice: 'no' } });
  it('stand side by side; a paper that both read alike is settled, any other waits for a named decision', () => {
    const compared = compareEntries([yes('A'), yes('B'), yes('C')], [yes('A'), no('B'), yes('D')], []);
    expect(compared.map((each) => [each.code, each.as === null])).toEqual([
      ['A', false],
      ['B', true],
      ['C', true],
      ['D', true],
    ]);
    const by = { by: '张志强', note: '第三次看了纸票' };
    const decided = compareEntries(
      [yes('A'), yes('B'), yes('C')],
      [yes('A'), no('B'), yes('D')],
      [
        { ...no('B'), ...by },
        { code: 'C', finding: 'absent', answer: null, ...by },
        { ...yes('D'), ...by },
      ],
    );
    expect(differencesLeft(decided)).toEqual([]);
    expect(decided.map((each) => (each.as === 'absent' || each.as === null ? each.as : each.as.answer?.choice))).toEqual(['yes', 'no', 'absent', 'yes']);
  });
  it('in whatever order they were typed say the same', () => {
    const entry = fc.record({ code: fc.constantFrom('A', 'B', 'C', 'D', 'E'), choice: fc.constantFrom('yes' as const, 'no' as const) });
    const list = fc.uniqueArray(entry, { selector: (each) => each.code });
    fc.assert(
      fc.property(list, list, (a, b) => {
        const [first, second] = [a, b].map((each) => each.map(({ code, choice }): PaperEntry => ({ code, finding: 'vote', answer: { choice } })));
        const left = (x: PaperEntry[], y: PaperEntry[]) =>
          differencesLeft(compareEntries(x, y, []))
            .map((each) => each.code)
            .sort();
        expect(left(first!, second!)).toEqual(left([...second!].reverse(), [...first!].reverse()));
      }),
    );
  });
});

describe('the sheet', () => {
  const f = {
    printed: 62,
    issued: 60,
    unlogged: 0,
    returned: 55,
    counted: 50,
    superseded: 2,
    spoiled: 1,
    blank: 1,
    void: 1,
    copies: 0,
    unknown: 0,
    replaced: 1,
    outstanding: 4,
  };
  it('adds up in what came back and in what went out, or it does not', () => {
    expect([whatCameBackAddsUp(f), whatWentOutAddsUp(f)]).toEqual([true, true]);
    expect([whatCameBackAddsUp({ ...f, counted: 51 }), whatWentOutAddsUp({ ...f, outstanding: 3 })]).toEqual([false, false]);
  });
  it('asks for words where a count by hand differs, or papers cannot be placed', () => {
    expect(differencesOf(f, { leftOver: 2, byHand: 55 })).toEqual([]);
    expect(differencesOf({ ...f, copies: 1, unknown: 1, unlogged: 1 }, { leftOver: 3, byHand: 54 })).toEqual([
      'left-over',
      'by-hand',
      'unlogged',
      'copies',
      'unknown',
    ]);
  });
  it('reads numbers of slips as they are said', () => {
    expect(readNumbers('1-3、#5，7号')).toEqual([1, 2, 3, 5, 7]);
    expect(readNumbers('3至4')).toEqual([3, 4]);
    for (const bad of ['', '三', '5-1', '1-99999']) expect(readNumbers(bad)).toBeNull();
  });
});
