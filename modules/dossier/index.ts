/** The dossier of a project: everything the work has left, in order, with nothing typed twice. */
export { dossierParts } from './dossier.ts';
export { type DossierFacts, gatherDossier } from './gather.ts';
export { type DossierFile, type DossierPart, type Entry, type Filled, filledIn, filledOf, type Group, part, type PartState, type Value } from './part.ts';
export { dossierPermissions } from './permissions.ts';
