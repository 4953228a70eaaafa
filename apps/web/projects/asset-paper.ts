import { dayText, yuanText } from '../ui/index.ts';
import { box, facts, heading, list, paper, paragraph, type PdfDocument, qrBlock, signatures, space } from '#platform/documents';
import type { Lang } from '#platform/i18n';
import type { AssetView } from './asset-page.tsx';
import { projectText } from './text.ts';
import { upkeepText } from './upkeep-text.ts';
import { holderWords, rhythmWords } from './upkeep-words.ts';

interface About {
  lang: Lang;
  issuer: string;
  address: string;
  today: string;
}

/** The card that is put up beside a thing: what it is, who keeps it, and the code by which anybody reports damage. */
export function assetCard(view: AssetView, about: About): PdfDocument {
  const { asset } = view;
  const t = upkeepText[about.lang];
  const zh = about.lang === 'zh';
  return paper({
    title: asset.name,
    subtitle: `${t.assetNo(asset.no)} · ${asset.place}`,
    meta: { lang: about.lang, issuer: about.issuer, code: asset.serial, printedDay: about.today },
    body: [
      facts([
        [t.keeper, holderWords(asset, about.lang, view.names)],
        [t.money, asset.sourceKinds.map((kind) => projectText[about.lang][kind]).join('、')],
        [t.inUse, dayText(asset.inUseFrom, about.lang)],
        ...(asset.warrantyUntil ? [[t.warranty, `${dayText(asset.warrantyUntil, about.lang)} ${asset.warrantyBy}`] as const] : []),
      ]),
      space(10),
      box([
        paragraph(zh ? '坏了、枯了、不见了？扫一扫，拍张照，告诉管护人。不用登录，不用留名。' : 'Broken, dry or gone? Scan, take a photo, tell the keeper.'),
      ]),
      space(16),
      qrBlock(about.address, { size: 190, caption: about.address }),
    ],
  });
}

/** The sheet that a keeper without an account signs: what they keep, what is to be done, and both signatures. */
export function keeperSheet(view: AssetView, about: About): PdfDocument {
  const { asset } = view;
  const t = upkeepText[about.lang];
  const zh = about.lang === 'zh';
  const plans = view.plans.filter((plan) => plan.endedDay === null);
  return paper({
    title: zh ? '管护确认单' : 'Keeper’s consent',
    subtitle: asset.name,
    meta: { lang: about.lang, issuer: about.issuer, code: asset.serial, printedDay: about.today },
    body: [
      facts([
        [t.keeper, asset.offer?.name ?? asset.holding?.name ?? ''],
        [t.deputy, asset.offer?.deputyName ?? ''],
        [t.name, `${asset.name}（${t.assetNo(asset.no)}）`],
        [t.place, asset.place],
        [t.value, `${yuanText(asset.valueFen)} ${zh ? '元' : 'yuan'}`],
        [t.project, `${asset.serial} ${asset.projectTitle}`],
      ]),
      heading(t.plans, { level: 2 }),
      list(plans.map((plan) => `${plan.title}：${rhythmWords(plan, about.lang)}`)),
      paragraph(
        zh
          ? '我自愿管护上面这件东西，按计划检查、拍照；发现损坏马上告诉居委会。不能再管时，提前说一声，由候补或居委会接手。'
          : 'I will keep this thing, check it as planned with a photo, and tell the committee at once when it is damaged. When I cannot go on I say so first.',
        { indent: true },
      ),
      signatures([{ label: zh ? '管护人（签字）' : 'Keeper' }, { label: zh ? '居委会（盖章）' : 'Committee' }], zh ? '年　　月　　日' : 'Date'),
      qrBlock(about.address, { size: 70, caption: zh ? '这件东西的页面' : 'Its page' }),
    ],
  });
}
