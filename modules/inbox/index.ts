/** Who must act next, on what, by when. */
export { type ClosedDuty, type DutyGroup, type OpenDuty, escalationPath, groupOfDuty, isOverdue, overdueGoesUpOneLevel } from './duty.ts';
export { dailyInbox, escalateOverdue } from './escalate-overdue.ts';
export { type DutyInput, closeDuty, dropDuties, openDuties, openDuty } from './open-duty.ts';
export { dropDutiesAbout } from './store.ts';
export { inboxPermissions } from './permissions.ts';
export { doneDuties, dutiesOf, dutyCount, firstDuties, listDuties } from './queries.ts';
export { dutiesByName, dutiesOfRole, giveDutiesOn } from './hand-over.ts';
