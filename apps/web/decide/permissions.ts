import type { PermissionTable } from '#platform/access';

/** The two pages of collective decisions; what a round's comparison shows before the awards is asked on the page. */
export const decidePermissions: PermissionTable = {
  'round.compare': ['anyone'],
  'cost.share': ['anyone'],
};
