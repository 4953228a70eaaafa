import type { PermissionTable } from '#platform/access';
import { auditPermissions } from '#modules/audits';
import { ballotPermissions } from '#modules/ballots';
import { bankPermissions } from '#modules/bank';
import { booksPermissions } from '#modules/books';
import { closingPermissions } from '#modules/closing';
import { consentPermissions } from '#modules/consents';
import { dossierPermissions } from '#modules/dossier';
import { fundPermissions } from '#modules/funds';
import { handoverPermissions } from '#modules/handovers';
import { electionPermissions } from '#modules/elections';
import { houseRulePermissions } from '#modules/house-rules';
import { inboxPermissions } from '#modules/inbox';
import { indexPermissions } from '#modules/index';
import { matterPermissions } from '#modules/matters';
import { meetingPermissions } from '#modules/meetings';
import { noticePermissions } from '#modules/notices';
import { officePermissions } from '#modules/office';
import { peoplePermissions } from '#modules/people';
import { placesPermissions } from '#modules/places';
import { projectPermissions, sourcePermissions, spendingPermissions } from '#modules/projects';
import { reviewPermissions } from '#modules/reviews';
import { showcasePermissions } from '#modules/showcase';
import { surveyPermissions } from '#modules/surveys';
import { decidePermissions } from './decide/permissions.ts';

/** Files and published heads: of the site itself. */
export const sitePermissions: PermissionTable = {
  'file.read': ['anyone'],
  'file.read.neighbourhood': [
    'resident',
    'steward',
    'secretary',
    'director',
    'supervisor',
    'keeper',
    'partner',
    'property',
    'officer',
    'head',
    'reviewer',
    'auditor',
    'admin',
  ],
  'file.read.office': ['secretary', 'director', 'officer', 'head', 'auditor', 'admin'],
  'audit.heads': ['anyone'],
};

/** Who may do what, from every module. */
export const permissionTables: readonly PermissionTable[] = [
  sitePermissions,
  auditPermissions,
  ballotPermissions,
  bankPermissions,
  booksPermissions,
  closingPermissions,
  consentPermissions,
  decidePermissions,
  dossierPermissions,
  fundPermissions,
  houseRulePermissions,
  electionPermissions,
  inboxPermissions,
  indexPermissions,
  matterPermissions,
  meetingPermissions,
  noticePermissions,
  officePermissions,
  peoplePermissions,
  handoverPermissions,
  placesPermissions,
  projectPermissions,
  reviewPermissions,
  sourcePermissions,
  spendingPermissions,
  showcasePermissions,
  surveyPermissions,
];
