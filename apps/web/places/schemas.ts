import { z } from 'zod';
import { committeeKinds, compoundKinds, parseArea } from '#modules/places';
import { field } from '../kit/index.ts';

/** `1、2，3` → its parts. */
const parts = (max: number) =>
  field
    .text(max)
    .optional()
    .transform((text) => (text ?? '').split(/[、，,;；\s]+/).filter((part) => part !== ''));
const area = z
  .string()
  .optional()
  .transform((text, context) => {
    if (text === undefined) return null;
    const value = parseArea(text);
    if (value !== null) return value;
    context.addIssue({ code: 'custom', message: 'not-an-area' });
    return z.NEVER;
  });
const floor = z
  .string()
  .regex(/^-?\d{1,3}$/, 'not-a-floor')
  .transform(Number)
  .refine((n) => n >= -5 && n <= 200, 'not-a-floor');
const nothing = <T>(schema: z.ZodType<T, string>) => schema.optional().transform((value) => value ?? null);

export const neighbourhoodSchema = z.object({
  name: field.text(60),
  code: field.text(40).transform((code) => code.toLowerCase()),
  committeeKind: z.enum(committeeKinds, 'not-in-list'),
  publishedHouseholdsText: nothing(field.text(40)),
  introduction: nothing(field.text(2000)),
});
export const compoundSchema = z.object({
  name: field.text(60),
  kind: z
    .enum(compoundKinds, 'not-in-list')
    .optional()
    .transform((kind) => kind ?? null),
  tags: parts(200),
  builtYear: z
    .string()
    .regex(/^(18[4-9]\d|19\d\d|20\d\d|21\d\d)$/, 'not-a-year')
    .transform(Number)
    .optional()
    .transform((year) => year ?? null),
});
export const buildingSchema = z.object({
  compoundId: field.id(),
  name: field.text(36),
  entrances: parts(200),
  firstFloor: floor,
  lastFloor: floor,
  homesPerFloor: field.whole(1, 100),
  leaveOut: parts(500),
  area,
});
const homeFacts = {
  groupName: nothing(field.text(40)),
  floor: floor.optional().transform((value) => value ?? null),
  area,
  ownerNo: nothing(field.text(40)),
};
export const homeSchema = z.object(homeFacts);
export const newHomeSchema = z.object({
  entrance: field
    .text(38)
    .optional()
    .transform((text) => text ?? ''),
  room: field.text(20),
  ...homeFacts,
});
