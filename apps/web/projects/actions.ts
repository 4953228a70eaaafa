import { applicationIsOpen, listShifts, projectStage, theRotaNames, worksGoOn } from '#modules/projects';
import type { Tx } from '#platform/database';
import { defineText } from '#platform/i18n';
import type { Web } from '../kit/index.ts';
import type { ButtonKind } from '../ui/index.ts';
import type { PanelAction } from './action-panel.tsx';
import type { ProjectView } from './view.ts';

const text = defineText({
  edit: { zh: '填写申报书', en: 'Write the application' },
  correct: { zh: '补正申报书', en: 'Correct the application' },
  revise: { zh: '按核定金额调整预算', en: 'Bring the budget down to the award' },
  paper: { zh: '申报书（打印）', en: 'Application (print)' },
  versions: { zh: '各版对照', en: 'Versions compared' },
  check: { zh: '审核申报书', en: 'Check the application' },
  send: { zh: '送交评审', en: 'Send to the reviewers' },
  reviewers: { zh: '指派评审专家', en: 'Assign reviewers' },
  award: { zh: '评审结果与资助', en: 'Scores and award' },
  agreement: { zh: '签订项目协议', en: 'Sign the agreement' },
  start: { zh: '开工', en: 'Begin the works' },
  rota: { zh: '监督班次', en: 'Watch rota' },
  plan: { zh: '推进计划', en: 'Plan of the works' },
  stuck: { zh: '卡住的事', en: 'What is stuck' },
  watch: { zh: '监督值班', en: 'The watch' },
  visits: { zh: '走访督导', en: 'Visits' },
  midTerm: { zh: '中期检查', en: 'Mid-term check' },
  stopped: { zh: '终止后的善后', en: 'After the stop' },
  checkIn: { zh: '到场打卡', en: 'Check in' },
  changes: { zh: '变更', en: 'Changes' },
  note: { zh: '记一笔进展', en: 'Note progress' },
  pictures: { zh: '前后照片', en: 'Before and after' },
  appraisal: { zh: '召开评议会', en: 'Call the appraisal' },
  accept: { zh: '填写验收清单', en: 'Fill in the acceptance list' },
  closing: { zh: '承诺与兑现、满意度', en: 'Promised and done, satisfaction' },
  list: { zh: '逐项验收单', en: 'Acceptance, item by item' },
  settle: { zh: '结清账目', en: 'Settle the accounts' },
  grade: { zh: '评定等级、结项', en: 'Grade and close' },
  startUpkeep: { zh: '交给管护人', en: 'Hand to the keeper' },
  upkeep: { zh: '管护检查', en: 'Upkeep check' },
  outcome: { zh: '填报指标', en: 'Report an indicator' },
  spending: { zh: '支出申请', en: 'Spending requests' },
  dossier: { zh: '项目卷宗', en: 'Dossier' },
  makeCase: { zh: '做成案例', en: 'Make a case of it' },
  refer: { zh: '写一份转报件', en: 'Refer to a higher level' },
  withdraw: { zh: '撤回项目', en: 'Withdraw' },
  stop: { zh: '终止项目', en: 'Stop' },
});

/** What this viewer can do with the project as it stands, the next step first. */
export async function actionsFor(tx: Tx, w: Web, view: ProjectView): Promise<PanelAction[]> {
  const t = text[w.lang];
  const { project } = view;
  const { state } = project;
  const at = `${w.base}/projects/${project.id}`;
  const actions: PanelAction[] = [];
  const add = (action: string, when: boolean, label: string, path: string, kind: ButtonKind = 'quiet', post = false) => {
    if (when && w.can(action, project)) actions.push({ label, href: `${at}${path}`, kind, ...(post ? { post } : {}) });
  };
  const stage = projectStage(state);
  const needsRevision = state === 'awarded' && view.application?.grantFen !== project.grantAwardedFen;
  add(
    'project.edit',
    applicationIsOpen(state) && (state !== 'awarded' || needsRevision),
    state === 'draft' ? t.edit : state === 'awarded' ? t.revise : t.correct,
    '/application',
    'primary',
  );
  add('check.read', state === 'submitted' || state === 'checked', state === 'checked' ? t.send : t.check, '/check', 'primary');
  add('check.read', state === 'in_review', t.reviewers, '/reviewers', 'primary');
  add(
    'award.read',
    ['in_review', 'noticed', 'awarded'].includes(state) || (project.grantAwardedFen !== null && stage !== 'ended'),
    state === 'awarded' ? t.agreement : t.award,
    '/award',
    state === 'noticed' || state === 'awarded' ? 'primary' : 'quiet',
  );
  add('project.begin-work', state === 'agreed', t.start, '/start', 'primary', true);
  add('project.accept', state === 'appraisal', t.accept, '/acceptance', 'primary');
  add('project.wind-up', state === 'stopped', t.stopped, '/stopped');
  add('project.settle', state === 'accepted' || (state === 'stopped' && view.settlement === null), t.settle, '/settlement', 'primary');
  add('project.grade', state === 'settled', t.grade, '/grade', 'primary');
  add('project.start-upkeep', state === 'closed', t.startUpkeep, '/upkeep', 'primary');
  add('project.do-upkeep', state === 'upkeep', t.upkeep, '/upkeep', 'primary');
  if (worksGoOn(state)) {
    const watches = w.can('project.plan-shifts', project) || w.can('project.note', project) || theRotaNames(await listShifts(tx, project.id), w.actor.personId);
    add('project.check-in', watches || w.actor.grants.some((grant) => grant.role === 'steward'), t.checkIn, '/check-in', 'primary');
    add('project.plan-tasks', true, t.plan, '/plan');
    add('project.plan-shifts', true, t.rota, '/shifts');
    add('project.rota', watches, t.watch, '/rota');
    add('project.note', true, t.stuck, '/stuck');
    add('project.record-visit', true, t.stuck, '/stuck');
    add('project.record-visit', true, t.visits, '/visits');
    add('project.note', state === 'doing', t.midTerm, '/mid-term');
    add('project.check-mid-term', state === 'doing', t.midTerm, '/mid-term');
    add('project.note', true, t.note, '/notes');
    add('project.call-appraisal', state === 'doing', t.appraisal, '/appraisal');
    add('project.ask-change', true, t.changes, '/changes');
    add(
      'project.decide-change',
      view.changes.some((change) => change.decidedAt === null),
      t.changes,
      '/changes',
      'primary',
    );
  }
  add('project.read', (stage === 'closing' || stage === 'upkeep' || state === 'stopped') && project.agreedOn !== null, t.closing, '/closing');
  add('project.check-item', state === 'doing' || state === 'appraisal', t.list, '/acceptance-list');
  add('spending.read', view.account.sources.length > 0, t.spending, '/spending');
  add('project.mark-picture', stage !== 'ended' && state !== 'draft', t.pictures, '/pictures');
  add('project.report-outcome', stage === 'doing' || stage === 'closing' || stage === 'upkeep', t.outcome, '/outcomes');
  add('project.read-staff', view.application !== null, t.paper, '/application.pdf');
  add('project.read-staff', (view.application?.version ?? 1) > 1, t.versions, '/versions');
  add('case.write', state === 'closed' || state === 'upkeep', t.makeCase, '/case');
  add('dossier.read', state !== 'draft', t.dossier, '/dossier');
  if (!['draft', 'withdrawn'].includes(state) && w.can('referral.write', { neighbourhoodId: null }))
    actions.push({ label: t.refer, href: `${w.base}/office/referrals/new?project=${project.id}`, kind: 'quiet' });
  add('project.withdraw', ['draft', 'submitted', 'returned', 'checked', 'in_review', 'noticed', 'awarded'].includes(state), t.withdraw, '/withdraw');
  add('project.stop', worksGoOn(state), t.stop, '/stop');
  return actions;
}
