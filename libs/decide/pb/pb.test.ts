import { describe, expect, test } from 'vitest';
import { type ElectionInput, allocate, electionFrom, parsePb, writePb } from '../index.ts';

const META = ['META', 'key;value', 'budget;100', 'vote_type;approval'];
const PROJECTS = ['PROJECTS', 'project_id;cost', 'p1;40', 'p2;60'];
const VOTES = ['VOTES', 'voter_id;vote', 'a;p1', 'b;p1,p2'];

const file = (meta = META, projects = PROJECTS, votes = VOTES) => [...meta, ...projects, ...votes].join('\n');

function read(text: string | Uint8Array) {
  const result = parsePb(text);
  if (!result.ok) throw new Error(`${result.error.line}: ${result.error.reason}`);
  return result.value;
}

const ballots = (text: string) => {
  const election = read(text);
  return Array.from({ length: election.voters }, (_, v) => [
    election.voterId(v),
    [...election.choice.subarray(election.start[v], election.start[v + 1])].map((p) => election.projects[p]?.id).join(','),
  ]);
};

describe('traps of real files', () => {
  const plain = [
    ['a', 'p1'],
    ['b', 'p1,p2'],
  ];
  test.each([
    ['plain', file(), plain],
    ['CRLF', file().replaceAll('\n', '\r\n'), plain],
    ['a mark at the beginning', `\uFEFF${file()}`, plain],
    ['a line at the end', `${file()}\n`, plain],
    ['empty lines', file().replaceAll('\n', '\n\n'), plain],
    ['sections in small letters, with separators after them', file().replace('PROJECTS', 'projects;;').replace('VOTES', 'Votes'), plain],
    ['spaces', file().replace('b;p1,p2', ' b ; p1 , p2 '), plain],
    ['a comma at the end', file().replace('b;p1,p2', 'b;p1,p2,'), plain],
    ['the same project twice counts once', file().replace('b;p1,p2', 'b;p1,p2,p1'), plain],
    ['quotes', file().replace('b;p1,p2', '"b";"p1,p2"'), plain],
    ['columns in another order', file(META, PROJECTS, ['VOTES', 'age;vote;voter_id', '30;p1;a', ';p1,p2;b']), plain],
    [
      'nobody marked',
      file(META, PROJECTS, ['VOTES', 'voter_id;vote', 'a;', 'b;p2']),
      [
        ['a', ''],
        ['b', 'p2'],
      ],
    ],
    ['no votes', file(META, PROJECTS, ['VOTES', 'voter_id;vote']), []],
    [
      'ids out of order',
      file(META, PROJECTS, ['VOTES', 'voter_id;vote', '10;p1', '9;p2', '100;p1']),
      [
        ['10', 'p1'],
        ['9', 'p2'],
        ['100', 'p1'],
      ],
    ],
  ])('%s', (_case, text, expected) => {
    expect(ballots(text)).toEqual(expected);
  });

  test('quoted names with separators, quotes and line breaks; ids that are not numbers', () => {
    const { projects } = read(
      file(META, ['PROJECTS', 'project_id;cost;name;category', 'BO.1/25;0;"a; ""b""\nc";x, y', '二;7;"plain";'])
        .replaceAll('p1,p2', '二')
        .replace('p1', 'BO.1/25'),
    );
    expect(projects.map(({ id, name, categories }) => [id, name, categories])).toEqual([
      ['BO.1/25', 'a; "b"\nc', ['x', 'y']],
      ['二', 'plain', []],
    ]);
  });

  test('decimal amounts, to the last digit', () => {
    const { budget, scale, projects } = read(
      file(['META', 'key;value', 'budget;2532645.83', 'vote_type;approval'], ['PROJECTS', 'project_id;cost', 'p1;4000.0', 'p2;0.125']),
    );
    expect([budget, scale, ...projects.map(({ cost }) => cost)]).toEqual([2532645830n, 1000n, 4000000n, 125n]);
  });

  test('points beside the votes; of a project named twice the first', () => {
    const { points } = read(
      file(['META', 'key;value', 'budget;100', 'vote_type;cumulative'], PROJECTS, ['VOTES', 'voter_id;points;vote', 'a;3;p1', 'b;2,5,9;p1,p2,p1']),
    );
    expect([...(points ?? [])]).toEqual([3, 2, 5]);
  });

  test('a comment with semicolons', () => {
    expect(read(file([...META, 'comment;one; two'])).meta.get('comment')).toBe('one;two');
  });
});

describe('every malformed file names line and reason', () => {
  const cumulative = ['META', 'key;value', 'budget;100', 'vote_type;cumulative'];
  const points = (row: string) => file(cumulative, PROJECTS, ['VOTES', 'voter_id;vote;points', row]);
  test.each([
    ['nothing', '', 1, 'section META is missing'],
    ['no META', 'hello', 1, 'expected section META'],
    ['no header in META', file(['META', 'budget;100']), 2, 'column key is missing'],
    ['no budget', file(['META', 'key;value', 'vote_type;approval']), 4, 'budget is missing'],
    ['a budget in words', file().replace('100', 'much'), 3, 'budget is not an amount: "much"'],
    ['a negative budget', file().replace('100', '-1'), 3, 'budget is not an amount'],
    ['an unknown vote type', file().replace('approval', 'guess'), 4, 'unknown vote_type: guess'],
    ['a key twice', file([...META, 'budget;5']), 5, 'budget stands twice'],
    ['no PROJECTS', META.join('\n'), 5, 'section PROJECTS is missing'],
    ['no VOTES', [...META, ...PROJECTS].join('\n'), 9, 'section VOTES is missing'],
    ['VOTES first', [...META, ...VOTES, ...PROJECTS].join('\n'), 5, 'expected section PROJECTS'],
    ['no cost column', file(META, ['PROJECTS', 'project_id', 'p1']), 6, 'column cost is missing'],
    ['no projects', file(META, ['PROJECTS', 'project_id;cost']), 7, 'there is no project'],
    ['a project twice', file(META, [...PROJECTS, 'p1;1']), 9, 'project p1 stands twice'],
    ['a cost in words', file().replace('p2;60', 'p2;free'), 8, 'cost of project p2 is not an amount: "free"'],
    ['a project without id', file().replace('p2;60', ';60'), 8, 'project_id is empty'],
    ['a project with too few fields', file().replace('p2;60', 'p2'), 8, '1 fields in PROJECTS, expected 2'],
    ['no vote column', file().replace('voter_id;vote', 'voter_id;choice'), 10, 'column vote is missing'],
    ['an unknown project', file().replace('b;p1,p2', 'b;p1,p3'), 12, 'no such project: p3'],
    ['an empty id between commas', file().replace('b;p1,p2', 'b;p1,,p2'), 12, 'an empty project id'],
    ['a voter twice', file().replace('b;p1,p2', 'a;p2'), 12, 'voter a stands twice'],
    ['a voter without id', file().replace('b;p1,p2', ';p2'), 12, 'voter_id is empty'],
    ['too many fields', file().replace('b;p1,p2', 'b;p1;p2'), 12, '3 fields in VOTES, expected 2'],
    ['too few fields', file().replace('b;p1,p2', 'b'), 12, '1 fields in VOTES, expected 2'],
    ['a quote that never closes', file().replace('a;p1', 'a;"p1'), 11, 'a quoted field is never closed'],
    ['two choices where one is to be chosen', file().replace('approval', 'choose-1'), 12, '2 projects in a vote that chooses one'],
    ['no points column', file(cumulative), 10, 'column points is missing'],
    ['too few points', points('a;p1,p2;1'), 11, '1 points for 2 projects'],
    ['points in words', points('a;p1;many'), 11, 'points are not a whole number: many'],
    ['points in parts', points('a;p1;1.5'), 11, 'points are not a whole number: 1.5'],
  ])('%s', (_case, text, line, reason) => {
    const result = parsePb(text);
    expect(result).toMatchObject({ ok: false, error: { code: 'bad-pb', line } });
    expect(result.ok ? '' : result.error.reason).toContain(reason);
  });

  test('bytes that are not UTF-8', () => {
    const bytes = new TextEncoder().encode(file());
    bytes[bytes.lastIndexOf('b'.charCodeAt(0))] = 0xff;
    expect(parsePb(bytes)).toEqual({ ok: false, error: { code: 'bad-pb', line: 12, reason: 'not UTF-8' } });
    const picture = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 1, 2);
    expect(parsePb(picture)).toEqual({ ok: false, error: { code: 'bad-pb', line: 1, reason: 'not UTF-8' } });
  });

  test('a line break inside quotes is counted', () => {
    const text = file(META, ['PROJECTS', 'project_id;cost;name', 'p1;40;"two\nlines"', 'p2;60;x'], ['VOTES', 'voter_id;vote', 'a;p9']);
    expect(parsePb(text)).toMatchObject({ ok: false, error: { line: 12 } });
  });
});

describe('written', () => {
  const input: ElectionInput = {
    budget: '10.5',
    voteType: 'scoring',
    projects: [
      { id: 'p;1', cost: 3, name: 'a "name"', categories: ['x', 'y'], community: '北' },
      { id: 'q', cost: '2.25' },
    ],
    ballots: [
      [
        ['q', 3],
        ['p;1', 1],
      ],
      [],
    ],
  };
  test('an election from elsewhere', () => {
    const again = read(writePb(electionFrom(input), { description: 'a; b', budget: 'ignored' }));
    expect(again.meta.get('description')).toBe('a; b');
    expect(again.budget).toBe(1050n);
    expect(again.projects).toEqual(electionFrom(input).projects);
    expect([[...again.choice], [...(again.points ?? [])], [...again.start]]).toEqual([
      [1, 0],
      [3, 1],
      [0, 2, 2],
    ]);
  });
});

describe('sizes', () => {
  test.each(['greedy', 'greedy-noskip', 'mes', 'phragmen', 'maxwelfare'] as const)(
    '%s: no votes, a budget of nothing, one project, costs of nothing',
    (rule) => {
      const run = (input: ElectionInput) => {
        const result = allocate(electionFrom(input), { rule });
        return result.ok ? [...result.value.order].sort() : result.error;
      };
      expect(run({ budget: 0, projects: [{ id: 'a', cost: 1 }], ballots: [['a']] })).toEqual([]);
      expect(run({ budget: 0, projects: [{ id: 'a', cost: 0 }], ballots: [['a']] })).toEqual(['a']);
      expect(run({ budget: 5, projects: [{ id: 'a', cost: 5 }], ballots: [['a']] })).toEqual(['a']);
      expect(run({ budget: 0, projects: [{ id: 'a', cost: 1 }], ballots: [] })).toEqual([]);
    },
  );

  test('a million voters', () => {
    const projects = Array.from({ length: 20 }, (_, at) => `p${at};${(at + 1) * 1000}`);
    const votes = Array.from({ length: 1_000_000 }, (_, at) => `${at};p${at % 20},p${(at * 7) % 20}`);
    const election = read(
      ['META', 'key;value', 'budget;60000', 'vote_type;approval', 'PROJECTS', 'project_id;cost', ...projects, 'VOTES', 'voter_id;vote', ...votes].join('\n'),
    );
    expect(election.voters).toBe(1_000_000);
    const result = allocate(election, { rule: 'mes', utility: 'card' });
    expect(result.ok && result.value.order.length).toBeGreaterThan(3);
  });
});
