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
] as const;
export type InviteeRule = (typeof inviteeRules)[number];

/** Whom the law wants at a meeting of this kind. Empty where no rule was found: then the convener chooses freely. */
export function requiredInvitees(kind: MeetingKind, form: AssemblyForm | null): { rule: InviteeRule; clause: Clause }[] {
  switch (kind) {
    case 'hearing':
    case 'coordination':
    case 'appraisal':
      return (['affected_residents', 'assembly_representatives', 'area_organisations'] as const).map((rule) => ({ rule, clause: threeMeetings }));
    case 'assembly':
      if (form === 'one_per_household') return [{ rule: 'each_household', clause: organicLaw9 }];
      if (form === 'group_representatives') return [{ rule: 'group_representatives', clause: organicLaw9 }];
      return [{ rule: 'all_residents', clause: organicLaw9 }];
    default:
      return [];
  }
}

/** The three ways in which §9 lets a residents' assembly meet. */
export const assemblyForms = ['all_adults', 'one_per_household', 'group_representatives'] as const;
export type AssemblyForm = (typeof assemblyForms)[number];
