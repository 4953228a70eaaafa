import type { PermissionTable } from '#platform/access';

/** Everybody signed in has an inbox; it shows only what is theirs. */
export const inboxPermissions: PermissionTable = {
  'inbox.read': ['account'],
};
