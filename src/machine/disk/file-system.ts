/** Bytes that the signatures of file systems stand in. */
export const SIGNATURE_BYTES = 68 * 1024;

/** What a partition holds, as `blkid` calls it; `none` where nothing is known of it. */
export type FileSystem =
  | 'ext2'
  | 'ext3'
  | 'ext4'
  | 'fat'
  | 'ntfs'
  | 'exfat'
  | 'xfs'
  | 'btrfs'
  | 'swap'
  | 'luks'
  | 'lvm'
  | 'iso9660'
  | 'none';

export const fileSystems = [
  ...(['ext2', 'ext3', 'ext4', 'fat', 'ntfs', 'exfat', 'xfs', 'btrfs'] as const),
  ...(['swap', 'luks', 'lvm', 'iso9660', 'none'] as const),
] satisfies readonly FileSystem[];

const signatures: readonly (readonly [FileSystem, offset: number, text: string])[] = [
  ['luks', 0, 'LUKS\xba\xbe'],
  ['xfs', 0, 'XFSB'],
  ['ntfs', 3, 'NTFS    '],
  ['exfat', 3, 'EXFAT   '],
  ['fat', 54, 'FAT1'],
  ['fat', 82, 'FAT32'],
  ['lvm', 512, 'LABELONE'],
  ['swap', 4086, 'SWAPSPACE2'],
  ['iso9660', 32_769, 'CD001'],
  ['btrfs', 65_600, '_BHRfS_M'],
];

const EXT_SUPERBLOCK = 1024;
const HAS_JOURNAL = 0x4;
/** Extents, 64 bits, flexible groups: what only ext4 has. */
const EXT4_INCOMPATIBLE = 0x40 | 0x80 | 0x200;

/** The file system that these bytes, the first of a partition, begin. */
export function detectFileSystem(start: Buffer): FileSystem {
  const found = signatures.find(
    ([, offset, text]) => start.toString('latin1', offset, offset + text.length) === text,
  );
  return found?.[0] ?? detectExt(start.subarray(EXT_SUPERBLOCK));
}

function detectExt(superblock: Buffer): FileSystem {
  if (superblock.length < 1024 || superblock.readUInt16LE(0x38) !== 0xef53) return 'none';
  if ((superblock.readUInt32LE(0x60) & EXT4_INCOMPATIBLE) !== 0) return 'ext4';
  return (superblock.readUInt32LE(0x5c) & HAS_JOURNAL) !== 0 ? 'ext3' : 'ext2';
}
