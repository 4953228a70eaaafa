import {
  type ApplicationFacts,
  type PolicyPack,
  type Reason,
  type ResolvedPack,
  type Ruling,
  type Setting,
  type SourceKind,
  checkApplication,
  checkUse,
  parsePack,
  resolvePack,
} from './index.ts';

// Packs for the tests of this folder: one rule of each kind that is checked.

export const TODAY = '2026-06-02';

const text = (zh: string) => ({ zh, en: `en ${zh}` });
const base = (id: string) => ({
  id,
  title: text(id),
  clause: '第一条',
  source: '某规定',
  status: 'text' as 'text' | 'reported',
  blocks: true,
  validFrom: null as string | null,
  validTo: null as string | null,
});
const reported = (id: string) => ({ ...base(id), status: 'reported' as const, blocks: false });

export const LAW = {
  code: 'law',
  title: text('法'),
  version: '1',
  validFrom: null,
  validTo: null,
  inherits: null,
  note: null,
  rules: [
    { ...base('collection'), kind: 'collection', decidedBy: 'residents-assembly', voluntary: true },
    {
      ...base('award-notice'),
      blocks: false,
      kind: 'notice',
      notice: 'award',
      days: 7,
      counting: 'calendar',
    },
  ],
};

export const DISTRICT = {
  ...LAW,
  code: 'district',
  title: text('区'),
  inherits: 'law',
  rules: [
    {
      ...reported('materials'),
      kind: 'use',
      verdict: 'forbidden',
      category: text('水泥、黄沙'),
      words: [
        { word: '水泥', also: ['洋灰'] },
        { word: '黄沙', also: [] },
      ],
      except: [],
      sources: ['grant'],
    },
    {
      ...reported('engineering'),
      kind: 'use',
      verdict: 'grey',
      category: text('可能属于工程'),
      words: [
        { word: '楼道灯', also: ['感应灯', 'LED'] },
        { word: '监控', also: ['摄像头'] },
        { word: '工程', also: [] },
      ],
      except: ['工程师'],
      sources: ['grant'],
    },
  ],
};

export const OFFICE = {
  ...LAW,
  code: 'office',
  title: text('街道'),
  inherits: 'district',
  rules: [
    { ...base('project-cap'), kind: 'cap', scope: 'project', amountFen: null as string | null },
    { ...base('year-cap'), kind: 'cap', scope: 'neighbourhood-year', amountFen: '8000000' },
    {
      ...base('cash'),
      kind: 'use',
      verdict: 'forbidden',
      category: text('现金'),
      words: [{ word: '现金', also: ['红包'] }],
      except: [],
      sources: ['grant', 'common-income'],
    },
    {
      ...base('papers'),
      kind: 'evidence',
      stage: 'application',
      items: [
        { code: 'minutes', title: text('会议记录') },
        { code: 'vote', title: text('表决结果'), whenCollecting: true },
        { code: 'quotes', title: text('三家比价'), fromFen: null as string | null },
      ],
    },
    { ...base('own-notice'), blocks: false, kind: 'notice', notice: 'award', days: null, counting: null },
    {
      ...base('approval'),
      kind: 'approval',
      subject: 'spending',
      chain: [
        { role: 'handler', title: text('经办人'), fromFen: '0' },
        { role: 'director', title: text('主任'), fromFen: '100000' },
      ],
      distinctPersons: true,
    },
  ],
};

/** Reads a pack that is right. */
export function read(json: unknown): PolicyPack {
  const pack = parsePack(json);
  if (!pack.ok) throw new Error(pack.error.issues.join('; '));
  return pack.value;
}

export const CAP_SET: Setting = {
  key: 'project-cap.amountFen',
  value: '4500000',
  setBy: '周敏',
  setOn: '2026-03-01',
};
export const QUOTES_SET: Setting = {
  key: 'papers.items.quotes.fromFen',
  value: '5000000',
  setBy: '周敏',
  setOn: '2026-03-02',
};

/** The office's policy on the day, with these settings and further rules. */
export function inForce(settings: readonly Setting[] = [], rules: readonly object[] = []): ResolvedPack {
  const office = { ...OFFICE, rules: [...OFFICE.rules, ...rules] };
  const resolved = resolvePack([LAW, DISTRICT, office].map(read), 'office', settings, TODAY);
  if (!resolved.ok) throw new Error(resolved.error);
  return resolved.value;
}

export const CAILU = 'project-cailu';

export const RULING: Ruling = {
  reach: 'project',
  validFrom: null,
  endedOn: null,
  id: 'ruling-1',
  ruleId: 'engineering',
  projectId: CAILU,
  terms: ['楼道灯'],
  decision: 'allowed',
  reason: '换灯具不动土建',
  byName: '周敏',
  day: '2026-05-20',
  validTo: null,
};

export function use(words: string, rulings: readonly Ruling[] = [], sourceKind: SourceKind = 'grant', projectId = CAILU) {
  return checkUse(inForce(), words, { sourceKind, projectId }, rulings);
}

export const FACTS: ApplicationFacts = {
  projectId: CAILU,
  communityKind: 'old-public-housing',
  projectTier: null,
  grantFen: 4_500_000n,
  neighbourhoodYearFen: 0n,
  otherFen: 310_000n,
  collectionFen: 310_000n,
  perHouseholdFen: 5_000n,
  assemblyDecision: 'passed',
  lines: [{ id: 'line-1', text: '会议茶水', sourceKinds: ['grant'] }],
  evidence: ['minutes', 'vote'],
};
export const SET = [CAP_SET, QUOTES_SET];

export function check(facts: Partial<ApplicationFacts>, settings = SET, rules: readonly object[] = [], rulings: readonly Ruling[] = []) {
  return checkApplication(inForce(settings, rules), { ...FACTS, ...facts }, rulings);
}

export function only(reasons: readonly Reason[], rule: string): Reason {
  const found = reasons.filter((reason) => reason.rule === rule && reason.outcome !== 'pass');
  const [first] = found;
  if (!first || found.length > 1) throw new Error(`${found.length} reasons of ${rule}`);
  return first;
}

export { base, reported, text };
