import type { PermissionTable } from '#platform/access';
import { ballotPermissions } from '#modules/ballots';
import { bankPermissions } from '#modules/bank';
import { booksPermissions } from '#modules/books';
import { consentPermissions } from '#modules/consents';
import { dossierPermissions } from '#modules/dossier';
import { fundPermissions } from '#modules/funds';
import { electionPermissions } from '#modules/elections';
import { houseRulePermissions } from '#modules/house-rules';
import { inboxPermissions } from '#modules/inbox';
import { indexPermissions } from '#modules/index';
import { matterPermissions } from '#modules/matters';
import { meetingPermissions } from '#modules/meetings';
import { noticePermissions } from '#modules/notices';
import { peoplePermissions } from '#modules/people';
import { placesPermissions } from '#modules/places';
import { projectPermissions, sourcePermissions, spendingPermissions } from '#modules/projects';
import { reviewPermissions } from '#modules/reviews';
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
  ballotPermissions,
  bankPermissions,
  booksPermissions,
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
  peoplePermissions,
  placesPermissions,
  projectPermissions,
  reviewPermissions,
  sourcePermissions,
  spendingPermissions,
  surveyPermissions,
];
