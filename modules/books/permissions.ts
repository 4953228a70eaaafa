import type { PermissionTable } from '#platform/access';

/** The account of a project is public; its entries and papers are for those who answer for it and those who check them. */
export const booksPermissions: PermissionTable = {
  'account.read': ['anyone'],
  'award.read': ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor'],
  'voucher.read': ['secretary', 'director', 'supervisor', 'officer', 'head', 'auditor'],
  'books.read': ['officer', 'head', 'auditor'],
  // Two of these close a year's books; the head alone opens the latest closed one again.
  'year.close': ['officer', 'head'],
  'year.reopen': ['head'],
};
