import sharp from 'sharp';
import {
  type ConsentChoice,
  contestEntry,
  createConsent,
  nameCollector,
  openConsent,
  recordAtDoor,
  recordVisit,
  registerDevice,
  showConsentRoll,
  signOwn,
} from '#modules/consents';
import { addOwner } from '#modules/people';
import { listHomes } from '#modules/places';
import { inventedName } from './cast.ts';
import { done, fixedId, type Stage } from './stage.ts';

/** A drawn line that stands for a signature: nobody's hand. */
async function signaturePicture(n: number): Promise<Uint8Array> {
  const wave = Array.from({ length: 9 }, (_, i) => `${60 + i * 85},${180 + Math.round(90 * Math.sin(n + i * 1.7))}`).join(' ');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="360"><rect width="900" height="360" fill="#fff"/><polyline points="${wave}" fill="none" stroke="#1b1f1a" stroke-width="8" stroke-linejoin="round" stroke-linecap="round"/></svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).png().toBuffer());
}

/** What the owners of 3号楼 and of the other buildings said so far; the rest have not been met. */
const said: Readonly<Record<number, readonly ConsentChoice[]>> = {
  3: ['yes', 'yes', 'yes', 'yes', 'no', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'no'],
  1: ['yes', 'yes', 'no', 'yes', 'yes'],
  2: ['yes', 'abstain', 'yes'],
};

/** A lift at 蔡路's third building on common ground, half way: two sets of tests, one contested signature. */
export async function tellConsents(stage: Stage): Promise<void> {
  const as = (who: 'cailu-secretary' | 'zhou' | 'chen' | 'wang' | 'li', step: string) => stage.as(who, `consent ${step}`);
  const neighbourhoodId = await stage.neighbourhoodId('pd-cailu');
  stage.on(-30);
  const homes = await stage.read((tx) => listHomes(tx, { neighbourhoodId }));
  const owned = [
    ['wang', 1, '101'],
    ['li', 2, '201'],
    ['chen', 3, '302'],
  ] as const;
  for (const [who, building, room] of owned) {
    const unit = who === 'chen' ? 2 : 1;
    const home = homes.find((one) => one.label.endsWith(`${building}号楼${unit}单元${room}`));
    if (!home) throw new Error(`demo: no home ${building} ${room}`);
    await done(
      'owner',
      addOwner(await stage.as('officer', `consent owner ${who}`), {
        homeId: home.id,
        who: { personId: await stage.personId(who) },
        shareNumerator: 1n,
        shareDenominator: 1n,
      }),
    );
  }
  const building = homes.find((home) => home.label.includes('3号楼'));
  if (!building) throw new Error('demo: no third building');
  const { consentId } = await done(
    'consent',
    createConsent(await as('cailu-secretary', 'draft'), {
      neighbourhoodId,
      question: '同意在3号楼加装一部电梯',
      plan: '在3号楼北侧两个单元之间加装电梯一部，平层入户走连廊。占用楼北绿地约18平方米，移栽两棵桂花。费用由3号楼业主按商定的办法分摊，其他楼不出钱。电梯由3号楼业主委托维保单位养护。',
      kind: 'lift',
      buildingId: building.buildingId,
      commonGround: true,
      phoneAllowed: true,
      closesAt: stage.instant(12, '20:00'),
    }),
  );
  await done('roll', showConsentRoll(await as('cailu-secretary', 'roll'), { consentId, objectionsUntil: stage.dayAt(-16) }));
  stage.on(-15);
  await done('open', openConsent(await as('cailu-secretary', 'open'), { consentId }));
  await done(
    'collector',
    nameCollector(await as('cailu-secretary', 'collector'), {
      consentId,
      personId: await stage.personId('zhou'),
      entranceIds: [...new Set(homes.map((home) => home.entranceId))],
    }),
  );
  const deviceId = fixedId('consent device');
  stage.on(-14);
  await done('device', registerDevice(await as('zhou', 'device'), { consentId, deviceId, name: '手机 Android' }));
  let n = 0;
  for (const [number, answers] of Object.entries(said)) {
    const doors = homes.filter((home) => home.label.includes(`${number}号楼`));
    for (const [index, choice] of answers.entries()) {
      stage.on(-13 + (n % 9));
      const context = await as('zhou', `door ${n}`);
      const at = context.platform.sources.now();
      await done(
        'door',
        recordAtDoor(context, {
          consentId,
          entryId: fixedId(`consent entry ${n}`),
          deviceId,
          homeId: doors[index + (number === '1' ? 1 : 0)]?.id ?? '',
          choice,
          speaks: 'sole',
          signerName: inventedName(n),
          deviceSaid: at,
          deviceNow: at,
          signature: { ...(await stage.store(`signature ${n % 4}`, () => signaturePicture(n % 4))), name: '签名.png' },
        }),
      );
      n += 1;
    }
  }
  const outside = homes.filter((home) => home.label.includes('4号楼'));
  for (const [index, what] of (['nobody', 'thinking', 'refused'] as const).entries()) {
    stage.on(-5);
    const context = await as('zhou', `visit ${index}`);
    const at = context.platform.sources.now();
    await done(
      'visit',
      recordVisit(context, {
        consentId,
        visitId: fixedId(`consent visit ${index}`),
        deviceId,
        homeId: outside[index]?.id ?? '',
        what,
        deviceSaid: at,
        deviceNow: at,
      }),
    );
  }
  stage.on(-4);
  const own = homes.find((home) => home.label.endsWith('1号楼1单元101'));
  await done('own', signOwn(await as('wang', 'own'), { consentId, homeId: own?.id ?? '', choice: 'yes', speaks: 'sole' }));
  stage.on(-2);
  await done(
    'contest',
    contestEntry(await as('cailu-secretary', 'contest'), { entryId: fixedId('consent entry 11'), text: '业主来电：当天不在家，不是本人签的。' }),
  );
}
