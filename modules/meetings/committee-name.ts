/** 蔡路居民区 → 蔡路居民委员会; 陆凌村 → 陆凌村村民委员会. */
export const committeeOf = (place: { name: string; committeeKind: 'residents' | 'village' }): string =>
  place.committeeKind === 'village' ? `${place.name}村民委员会` : `${place.name.replace(/居民区$/, '')}居民委员会`;
