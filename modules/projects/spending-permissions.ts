import type { PermissionTable } from '#platform/access';

/** Who may do what with money of a project. Conditions beyond the role (another person, the next step) are in the commands. */
export const spendingPermissions: PermissionTable = {
  'spending.check': ['account'],
  'spending.read': ['steward', 'supervisor', 'keeper', 'secretary', 'director', 'officer', 'head', 'auditor'],
  'spending.ask': ['steward', 'supervisor', 'keeper', 'secretary', 'director'],
  // Quotes and labour sheets are laid in by whoever may ask; residents confirm goods; whoever handles money declares relations.
  'spending.quote': ['steward', 'supervisor', 'keeper', 'secretary', 'director'],
  'spending.receive': ['resident', 'steward', 'supervisor'],
  'goods.read': ['resident', 'steward', 'supervisor', 'keeper', 'secretary', 'director', 'officer', 'head', 'auditor'],
  'spending.answer': ['steward', 'supervisor', 'keeper', 'secretary', 'director', 'officer', 'head', 'auditor'],
  'spending.declare': ['steward', 'supervisor', 'keeper', 'secretary', 'director', 'officer', 'head'],
  'spending.approve': ['secretary', 'supervisor', 'director', 'officer', 'head'],
  'spending.rule': ['officer', 'head'],
  'spending.withdraw': ['steward', 'supervisor', 'keeper', 'secretary', 'director', 'officer', 'head'],
  'spending.pay': ['secretary'],
  // Who pays hands out advances, settles them and takes in what suppliers give back.
  'spending.advance': ['secretary'],
  'spending.refund': ['secretary'],
  'spending.voucher': ['secretary', 'director', 'supervisor', 'steward', 'keeper'],
  'voucher-book.read': ['secretary', 'director', 'officer', 'head', 'auditor'],
  'spending.close': ['secretary', 'director', 'supervisor', 'officer'],
  // The grant comes from the office; what residents and partners give is taken in by the committee.
  'money.receive-grant': ['officer', 'head'],
  'money.receive-more-grant': ['head'],
  'money.record': ['secretary', 'director', 'officer', 'head'],
  'money.pledge': ['secretary', 'director'],
  'money.receive': ['secretary', 'director'],
  'money.return': ['secretary', 'director'],
  'money.reverse': ['officer', 'head'],
  // What stood before the platform is entered and confirmed by two of the office.
  'opening.read': ['secretary', 'director', 'officer', 'head', 'auditor'],
  'opening.enter': ['officer', 'head'],
  'project.bring-in': ['officer', 'head'],
  'receipts.read-names': ['secretary', 'director', 'officer', 'head', 'auditor'],
};
