import type { MeetingKind } from './meeting.ts';

/** Where a rule stands written. `text` rules were read in the law itself. */
export interface Clause {
  clause: string;
  source: string;
}

export const organicLaw9: Clause = { clause: '第九条', source: '《中华人民共和国城市居民委员会组织法》（2018年修正）' };
export const organicLaw10: Clause = { clause: '第十条', source: '《中华人民共和国城市居民委员会组织法》（2018年修正）' };
export const organicLaw16: Clause = { clause: '第十六条', source: '《中华人民共和国城市居民委员会组织法》（2018年修正）' };
export const threeMeetings: Clause = { clause: '第一至六条', source: '《上海市居民区听证会、协调会、评议会制度试行办法》' };

export const ownersCommitteeRules: Clause = { clause: '第二十五条、第二十六条', source: '《上海市住宅物业管理规定》' };
export const neighbourhoodRules: Clause = { clause: '第十一、十六、十七、十八、二十三、三十三条（合并列出）', source: '《上海市居民委员会工作条例》' };
export const civilCode278: Clause = { clause: '第二百七十八条', source: '《中华人民共和国民法典》' };

/** A clause as one line, for a column and for papers. */
export const cite = (clause: Clause): string => `${clause.source}${clause.clause}`;

/** Groups of people who can be invited as a whole; their words are in the pages' texts. */
export const inviteeRules = [
  'affected_residents', // 利益相关居民代表
  'assembly_representatives', // 居民会议代表（居民代表）
  'area_organisations', // 驻区单位
  'all_residents', // 全体居民
  'each_household', // 每户一名代表
  'group_representatives', // 每个居民小组二至三名代表
  'party_members', // 党员
  'entrance_residents', // 本楼组居民
  'owners', // 业主
  'owners_committee', // 业委会成员
  'project_team', // 项目团队
  'stewards', // 楼组长
  'committee_members', // 居委会成员
  'body_members', // 议事机构成员
  'joint_organisations', // 五位一体各方
] as const;
export type InviteeRule = (typeof inviteeRules)[number];

/** Whom a rule wants at a meeting of this kind; `clause` null = the kind itself says who meets. Empty: the convener chooses freely. */
export function requiredInvitees(kind: MeetingKind, form: AssemblyForm | null): { rule: InviteeRule; clause: Clause | null }[] {
  switch (kind) {
    case 'hearing':
    case 'coordination':
    case 'appraisal':
      return (['affected_residents', 'assembly_representatives', 'area_organisations'] as const).map((rule) => ({ rule, clause: threeMeetings }));
    case 'assembly':
      if (form === 'one_per_household') return [{ rule: 'each_household', clause: organicLaw9 }];
      if (form === 'group_representatives') return [{ rule: 'group_representatives', clause: organicLaw9 }];
      return [{ rule: 'all_residents', clause: organicLaw9 }];
    case 'representatives':
      return [{ rule: 'assembly_representatives', clause: null }];
    case 'owners':
      return [{ rule: 'owners', clause: null }];
    case 'committee':
      return [{ rule: 'owners_committee', clause: null }];
    case 'residents_committee':
      return [{ rule: 'committee_members', clause: null }];
    case 'joint':
      return [{ rule: 'joint_organisations', clause: null }];
    case 'entrance':
      return [{ rule: 'entrance_residents', clause: null }];
    case 'body':
      return [{ rule: 'body_members', clause: null }];
    default:
      return [];
  }
}

/** Who must convene a meeting of a kind, and where that stands. */
export interface ConvenerRule {
  convener: 'residents_committee';
  clause: Clause;
}

/** The three meetings and the assembly are convened by the residents' committee. Null: no rule was read. */
export function whoMustConvene(kind: MeetingKind): ConvenerRule | null {
  switch (kind) {
    case 'hearing':
    case 'coordination':
    case 'appraisal':
      return { convener: 'residents_committee', clause: threeMeetings };
    case 'assembly':
      return { convener: 'residents_committee', clause: organicLaw10 };
    default:
      return null;
  }
}

/** Kinds that exist by the law of residents' committees: a village has bodies of its own, which its office names. */
export const isOfResidentsCommitteesOnly = (kind: MeetingKind): boolean => kind === 'assembly' || kind === 'representatives' || kind === 'residents_committee';

/** The three ways in which §9 lets a residents' assembly meet. */
export const assemblyForms = ['all_adults', 'one_per_household', 'group_representatives'] as const;
export type AssemblyForm = (typeof assemblyForms)[number];
