import type { Role } from '#platform/access';
import type { Bilingual } from '#platform/i18n';
import type { ProjectState } from './project.ts';

/** Whose turn it is in a state, and what they are asked to do. */
export interface Turn {
  kind: string;
  role: Role;
  title: (name: string) => Bilingual;
  /** Page where it is done, below the project's. */
  page: string;
}

const turn = (kind: string, role: Role, zh: string, en: string, page = ''): Turn => ({
  kind: `project.${kind}`,
  role,
  page,
  title: (name) => ({ zh: `${zh}：${name}`, en: `${en}: ${name}` }),
});

/** Who must act next in each state; null where the project rests or is over. The duty's kind closes when the state is left. */
export const turns: Readonly<Record<ProjectState, Turn | null>> = {
  draft: turn('finish-application', 'secretary', '写完并提交申报书', 'Finish and submit the application', '/application'),
  submitted: turn('check', 'officer', '审核申报书', 'Check the application', '/check'),
  returned: turn('correct', 'secretary', '补正申报书', 'Correct the application', '/application'),
  checked: turn('send-to-review', 'officer', '送交评审', 'Send to the reviewers', '/check'),
  in_review: turn('decide-award', 'officer', '评审并拟定资助', 'Review and propose an award', '/award'),
  noticed: turn('end-notice', 'head', '公示期满后确认资助', 'Confirm the award after the notice', '/award'),
  awarded: turn('agree', 'officer', '签订项目协议', 'Sign the agreement', '/award'),
  agreed: turn('start', 'secretary', '排好监督班次，开工', 'Plan the watch and start'),
  doing: turn('do', 'secretary', '按期完成并召开评议会', 'Finish and call the appraisal'),
  appraisal: turn('accept', 'supervisor', '填写验收清单', 'Fill in the acceptance list', '/acceptance'),
  accepted: turn('settle', 'secretary', '结清账目，退回结余', 'Settle the accounts, return what is left', '/settlement'),
  settled: turn('close', 'officer', '评定等级并结项', 'Grade and close', '/grade'),
  closed: turn('start-upkeep', 'secretary', '落实管护，排出检查日历', 'Hand over to the keeper, plan the checks', '/upkeep'),
  upkeep: null, // each check is a duty of its own
  withdrawn: null,
  declined: null,
  stopped: turn('settle', 'secretary', '结清账目，退回结余', 'Settle the accounts, return what is left', '/settlement'),
};
