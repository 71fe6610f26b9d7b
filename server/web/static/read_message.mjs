/**
 * What the server says, held to its shape: a page never meets a message that is not as `wire_types.mjs` describes it.
 * Fields that this page does not know are left out, and ones that may be missing have their default, as the hall's own
 * programs read it.
 */
import { MESSAGES, SHAPES } from "./wire_shapes.mjs";

/** The server cannot be understood; the text says where. */
export class Malformed extends Error {}

/**
 * The message of a frame; null for a type that this page does not know: a newer server may say more.
 * Throws Malformed.
 * @param {any} data
 * @returns {any}
 */
export function readMessage(data) {
  if (typeof data !== "string") throw new Malformed("a binary frame");
  let said;
  try {
    said = JSON.parse(data);
  } catch {
    throw new Malformed("no JSON");
  }
  if (!isObject(said) || typeof said.type !== "string") throw new Malformed("no type");
  if (!Object.hasOwn(MESSAGES, said.type)) return null;
  const name = /** @type {Record<string, string>} */ (MESSAGES)[said.type];
  return shaped(SHAPES[name], said, said.type);
}

/**
 * The value as its schema says; throws Malformed with the place of the fault.
 * @param {any} schema a node of `SHAPES` @param {any} value @param {string} at
 * @returns {any}
 */
function shaped(schema, value, at) {
  if (schema.$ref) return shaped(SHAPES[schema.$ref], value, at);
  if (schema.anyOf) return either(schema.anyOf, value, at);
  if (schema.enum) return fitting(schema.enum.includes(value), value, at);
  switch (schema.type) {
    case "object":
      fitting(isObject(value), value, at);
      return schema.properties ? struct(schema, value, at) : table(schema, value, at);
    case "array":
      fitting(Array.isArray(value), value, at);
      return value.map((/** @type {any} */ one, /** @type {number} */ n) => shaped(schema.items, one, `${at}.${n}`));
    case "string":
      return fitting(typeof value === "string" && fits(schema, value), value, at);
    case "integer":
      return fitting(Number.isInteger(value), value, at);
    case "boolean":
      return fitting(typeof value === "boolean", value, at);
    default:
      return fitting(schema.type === "null" && value === null, value, at);
  }
}

/** @param {any[]} schemas kinds that a value's type tells apart @param {any} value @param {string} at */
function either(schemas, value, at) {
  const type = value === null ? "null" : { string: "string", number: "integer", boolean: "boolean" }[typeof value];
  const others = schemas.filter((one) => one.type !== "null");
  const kind = schemas.find((one) => one.type === type) ?? (value === null ? null : others[0]);
  if (!kind) throw new Malformed(at);
  return shaped(kind, value, at);
}

/** @param {any} schema @param {any} value @param {string} at */
function struct(schema, value, at) {
  /** @type {Record<string, any>} */
  const whole = {};
  for (const [field, of] of Object.entries(/** @type {Record<string, any>} */ (schema.properties))) {
    if (Object.hasOwn(value, field)) whole[field] = shaped(of, value[field], `${at}.${field}`);
    else if (schema.required.includes(field)) throw new Malformed(`${at}.${field} is missing`);
    else whole[field] = structuredClone(of.default);
  }
  return whole;
}

/** @param {any} schema @param {any} value @param {string} at */
function table(schema, value, at) {
  const { additionalProperties } = schema;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, shaped(additionalProperties, one, `${at}.${name}`)]),
  );
}

/** Lengths count characters, not the halves that some have in JavaScript. @param {any} schema @param {string} text */
function fits(schema, text) {
  const { minLength = 0, maxLength = Infinity, pattern } = schema;
  const length = maxLength === Infinity && minLength === 0 ? 0 : [...text].length;
  return length >= minLength && length <= maxLength && (!pattern || new RegExp(pattern).test(text));
}

/** @param {boolean} right @param {any} value @param {string} at */
function fitting(right, value, at) {
  if (!right) throw new Malformed(at);
  return value;
}

/** @param {any} value */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
