/** The office's year: figures of all projects together with the lists behind them, and problems referred upwards. */
export { type LorenzPoint, type Share, type Spread, spreadOf } from './board.ts';
export {
  listOpenAlarms,
  type ListPart,
  listStays,
  listYearDuties,
  listYearProjects,
  type OpenAlarm,
  type PageOf,
  type ProjectNarrowing,
  type Stay,
  type YearDuty,
  type YearProject,
} from './list-store.ts';
export { officePermissions } from './permissions.ts';
export { followReferral, type ReferError, referUpwards } from './refer-upwards.ts';
export {
  type Answer,
  answers,
  type Cost,
  referralNumber,
  type ReferralState,
  type ReferralStep,
  type ReferralStepKind,
  theDayIsPossible,
  thisComesNext,
  totalCost,
  type UpwardReferral,
  upwardState,
} from './referral.ts';
export { findReferral, listReferrals } from './referral-store.ts';
export {
  countsOfYear,
  type Funnel,
  funnelOf,
  gradesOfYear,
  newestPolicy,
  type PlaceYear,
  placesOf,
  type RoleTime,
  roleTimesOf,
  type StepTime,
  stepTimesOf,
  wordOfNow,
  type YearCounts,
  type YearLine,
  yearsOf,
} from './year-store.ts';
