import { test } from 'vitest';
import { testPlatform } from '#testing/platform';

test('migrations run', async () => {
  const t = await testPlatform([]);
  await t.close();
});
