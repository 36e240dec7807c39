/**
 * Limits of the XML reader. Every one of them is far above what ISO 20022 allows, so that no true
 * message is refused, and far below what harms the machine (controls.md, threat 12).
 */
export const xmlLimits = Object.freeze({
  /** The deepest path of camt.053.001.13 has 17 levels; an envelope adds a handful. */
  depthMax: 64,
  /** The longest text of ISO 20022 is 500 characters; embedded documents come as base64. */
  textBytesMax: 1_048_576,
  /** An element of ISO 20022 has two attributes at most; a root declares namespaces. */
  attributesMax: 64,
  /** `Id` texts have 35 characters; the longest element name of ISO 20022 has 27. */
  nameBytesMax: 256,
  /** All camt, pain and pacs schemas together define under 1,500 names. */
  namesMax: 8192,
  /** Ten million entries of 800 bytes, ten times the largest statement that the design foresees. */
  totalBytesMax: 8_589_934_592,
  /** The total above at no less than 20 bytes an element. */
  elementsMax: 429_496_729,
  /** One start tag: 64 attributes with namespaces of up to 2,048 characters fit with room. */
  tagBytesMax: 262_144,
});

export type XmlLimits = Readonly<Record<keyof typeof xmlLimits, number>>;
