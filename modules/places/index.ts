/** Places: neighbourhoods, compounds, buildings, entrances, residents' groups, homes, households, door codes. */
export * from './create-building.ts';
export * from './create-compound.ts';
export * from './create-home.ts';
export * from './create-neighbourhood.ts';
export * from './door-code.ts';
export * from './doors.ts';
export * from './home-queries.ts';
export * from './permissions.ts';
export * from './place.ts';
export * from './queries.ts';
export * from './setup-subdistrict.ts';
/** Bulk writes for people's roster import and moves, inside its transaction; each place gets its public code. */
export {
  endHousehold,
  insertBuildings,
  insertCompounds,
  insertEntrances,
  insertGroups,
  insertHomes,
  insertHouseholds,
  lockNeighbourhood,
  type NewBuilding,
  type NewEntrance,
  type NewHome,
  updateHomes,
} from './store.ts';
