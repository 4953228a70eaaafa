import { platformSeals, type SealedKind } from '#platform/seals';
import { ballotsSeals } from '#modules/ballots';
import { bankSeals } from '#modules/bank';
import { booksSeals } from '#modules/books';
import { meetingsSeals } from '#modules/meetings';
import { projectsSeals } from '#modules/projects';
import { reviewsSeals } from '#modules/reviews';

/** Everything that is sealed, in the order in which `verify --full` goes through it. */
export const sealedKinds: readonly SealedKind[] = [
  ...booksSeals,
  ...bankSeals,
  ...projectsSeals,
  ...reviewsSeals,
  ...ballotsSeals,
  ...meetingsSeals,
  ...platformSeals,
];
