import type { PermissionTable } from '#platform/access';

/** Who may do what with places; denied unless listed. */
export const placesPermissions: PermissionTable = {
  'place.read': ['anyone'],
  'door.read': ['anyone'],
  'neighbourhood.create': ['officer', 'admin', 'system'],
  'place.edit': ['secretary', 'officer', 'admin', 'system'],
  'door.print': ['secretary', 'director', 'steward', 'officer', 'admin'],
};
