/** What partitions are for, by their type in a GPT. */
const byGuid: ReadonlyMap<string, string> = new Map([
  ['c12a7328-f81f-11d2-ba4b-00a0c93ec93b', 'efi'],
  ['21686148-6449-6e6f-744e-656564454649', 'bios-boot'],
  ['0fc63daf-8483-4772-8e79-3d69d8477de4', 'linux'],
  ['4f68bce3-e8cd-4db1-96e7-fbcaf984b709', 'linux'],
  ['b921b045-1df0-41c3-af44-4c6f280d3fae', 'linux'],
  ['933ac7e1-2eb4-4f13-b844-0e14e2aef915', 'linux'],
  ['0657fd6d-a4ab-43c4-84e5-0933c84b4f4f', 'swap'],
  ['e6d6d379-f507-44c2-a23c-238f2a3df928', 'lvm'],
  ['a19d880f-05fc-4d3b-a006-743f0f84911e', 'raid'],
  ['ebd0a0a2-b9e5-4433-87c0-68b6b72699c7', 'windows'],
  ['e3c9e316-0b5c-4db8-817d-f92df00215ae', 'windows-reserved'],
  ['de94bba4-06d1-4d40-a16a-bfd50179d6ac', 'windows-recovery'],
]);

/** The same in an MBR. */
const byNumber: ReadonlyMap<number, string> = new Map([
  ...[0x01, 0x04, 0x06, 0x0b, 0x0c, 0x0e].map((type): [number, string] => [type, 'fat']),
  ...[0x05, 0x0f, 0x85].map((type): [number, string] => [type, 'extended']),
  [0x07, 'windows'],
  [0x27, 'windows-recovery'],
  [0x82, 'swap'],
  [0x83, 'linux'],
  [0x8e, 'lvm'],
  [0xee, 'gpt'],
  [0xef, 'efi'],
  [0xfd, 'raid'],
]);

/** Every name that a type can have, besides its number. */
export const partitionTypes: ReadonlySet<string> = new Set([
  ...byGuid.values(),
  ...byNumber.values(),
]);

/** Its name, else the GUID itself. */
export function nameGuid(guid: string): string {
  return byGuid.get(guid) ?? guid;
}

/** Its name, else the number: `0xa5`. */
export function nameNumber(type: number): string {
  return byNumber.get(type) ?? `0x${type.toString(16).padStart(2, '0')}`;
}
