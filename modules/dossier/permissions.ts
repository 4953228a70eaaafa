import type { PermissionTable } from '#platform/access';

/** The dossier holds names, invoices and signatures: for those who answer for the project and those who check it. */
export const dossierPermissions: PermissionTable = {
  'dossier.read': ['secretary', 'director', 'officer', 'head', 'auditor'],
  // What was published, personal data covered.
  'dossier.read-public': ['anyone'],
  'dossier.publish': ['secretary', 'officer', 'head'],
};
