import { platformSeals, type SealedKind } from '#platform/seals';
import { auditsSeals } from '#modules/audits';
import { ballotsSeals } from '#modules/ballots';
import { bankSeals } from '#modules/bank';
import { booksSeals, movementSeals } from '#modules/books';
import { closingSeals } from '#modules/closing';
import { fundsSeals } from '#modules/funds';
import { meetingsSeals } from '#modules/meetings';
import { noticesSeals } from '#modules/notices';
import { projectsSeals, purchaseSeals } from '#modules/projects';
import { reviewsSeals } from '#modules/reviews';

/** Everything that is sealed, in the order in which `verify --full` goes through it. */
export const sealedKinds: readonly SealedKind[] = [
  ...fundsSeals,
  ...booksSeals,
  ...movementSeals,
  ...bankSeals,
  ...projectsSeals,
  ...purchaseSeals,
  ...closingSeals,
  ...reviewsSeals,
  ...ballotsSeals,
  ...meetingsSeals,
  ...noticesSeals,
  ...auditsSeals,
  ...platformSeals,
];
