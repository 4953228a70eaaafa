/** The dossier of a project: everything the work has left, in order, with nothing typed twice. */
export { dossierParts } from './dossier.ts';
export { type FieldOrigin, fieldOrigins, originOf, typedForTheDossier } from './field-origins.ts';
export { type DossierFacts, gatherDossier } from './gather.ts';
export { type DossierFile, type DossierPart, type Entry, type Filled, filledIn, filledOf, type Group, part, type PartState, type Value } from './part.ts';
export { type Edition, hasPublicDossier, latestEdition } from './edition-store.ts';
export { type Covered, type PublicEdition, theDossierMayBePublished } from './public-edition.ts';
export { type EditionChoices, type EditionPreview, endEdition, previewEdition, publishEdition, type StepNames } from './publish-edition.ts';
export { dossierPermissions } from './permissions.ts';
