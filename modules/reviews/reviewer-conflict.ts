/** What is known of a person and of an application, as far as a conflict of interest goes. */
export interface ConflictFacts {
  personId: string;
  /** Neighbourhoods in which the person lives or owns a home. */
  homeNeighbourhoodIds: readonly string[];
  /** Neighbourhoods in which the person holds a role. */
  roleNeighbourhoodIds: readonly string[];
  /** Organisations for which the person acts. */
  organisationIds: readonly string[];
  project: {
    neighbourhoodId: string;
    /** Team, keeper, and who wrote and submitted the application. */
    personIds: readonly string[];
    /** Organisations that pay for the project. */
    organisationIds: readonly string[];
  };
}

/** Why somebody may not review an application. */
export type ReviewerConflict = 'of-the-team' | 'lives-there' | 'works-there' | 'same-organisation';

/** Nobody reviews an application of their own team, their own neighbourhood or their own organisation. */
export function nobodyReviewsTheirOwn(facts: ConflictFacts): ReviewerConflict | null {
  const { project } = facts;
  if (project.personIds.includes(facts.personId)) return 'of-the-team';
  if (facts.homeNeighbourhoodIds.includes(project.neighbourhoodId)) return 'lives-there';
  if (facts.roleNeighbourhoodIds.includes(project.neighbourhoodId)) return 'works-there';
  if (facts.organisationIds.some((id) => project.organisationIds.includes(id))) return 'same-organisation';
  return null;
}
