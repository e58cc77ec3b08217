/** Builds stanzas through the DOM. No parser of XML is in it: Trusted Types have nothing to refuse, text has nothing to break. */

const NS_CLIENT = 'jabber:client';
const NS_XMLNS = 'http://www.w3.org/2000/xmlns/';
const NS_XML = 'http://www.w3.org/XML/1998/namespace';
// XML 1.0 §2.2: what may not stand in a document, not even escaped. One of these in a body ends the stream.
const NOT_XML =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** What may stand inside an element. Empty values and `false` stand for nothing. */
export type XmlValue = Element | string | number | boolean | null | undefined | readonly XmlValue[];

type Step =
  | {
      readonly open: string;
      readonly attributes: readonly (readonly [name: string, text: readonly (string | number)[]])[];
    }
  | { readonly text: string }
  | { readonly value: number }
  | 'close';

/** Stands for a value while a template is read: a character that XML forbids, so no template can mean it. */
const HOLE = '\u0001';
const TOKEN = /<\/([\w:.-]+)\s*>|<([\w:.-]+)((?:\s+[\w:.-]+="[^"]*")*)\s*(\/?)>|([^<]+)/gy;
const ATTRIBUTE = /([\w:.-]+)="([^"]*)"/g;
const compiled = new WeakMap<TemplateStringsArray, readonly Step[]>();
let factory: XMLDocument | undefined;

/**
 * One element: xml`<message to="${jid}" type="chat"><body>${text}</body></message>`.
 *
 * Values are text, elements or lists of both; they are escaped by being DOM nodes, and characters that XML cannot carry
 * are left out. An attribute whose only value is `undefined`, `null` or `false` is left out. Elements stand in the
 * namespace of the nearest `xmlns`, else in `jabber:client`. The template itself takes no entities or comments.
 *
 * @throws {SyntaxError} the template (not a value) is not well-formed.
 */
export function xml(strings: TemplateStringsArray, ...values: readonly XmlValue[]): Element {
  let steps = compiled.get(strings);
  if (!steps) compiled.set(strings, (steps = compile(strings)));
  let root: Element | undefined;
  let at: Element | undefined;
  for (const step of steps) {
    if (step === 'close') at = at?.parentElement ?? undefined;
    else if ('open' in step) {
      const made = open(step.open, step.attributes, values, at);
      at?.append(made);
      at = made;
      root ??= made;
    } else if ('text' in step) at?.append(step.text);
    else if (at) fill(at, values[step.value]);
  }
  return root as Element;
}

/** One empty element whose name is known at run time only. */
export function element(name: string, namespace: string): Element {
  return open(name, [['xmlns', [namespace]]], [], undefined);
}

function compile(strings: TemplateStringsArray): readonly Step[] {
  const source = strings.join(HOLE).trim();
  const steps: Step[] = [];
  let holes = 0;
  const names: string[] = [];
  const withHoles = (text: string) => text.split(HOLE).flatMap((part, index) => (index ? [holes++, part] : [part]));
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < source.length) {
    const match = TOKEN.exec(source);
    const isRootTwice = !names.length && steps.length > 0;
    const [, closed, name, attributes = '', empty, text] = match ?? [];
    const isOdd = !match || isRootTwice || (closed && closed !== names.pop());
    if (isOdd) throw new SyntaxError(`Not well-formed: ${source.replaceAll(HOLE, '…')}`);
    if (text !== undefined) {
      for (const part of withHoles(text)) {
        if (typeof part === 'number') steps.push({ value: part });
        else if (part.trim()) steps.push({ text: part });
      }
    } else if (name) {
      steps.push({
        open: name,
        attributes: [...attributes.matchAll(ATTRIBUTE)].map(
          ([, key = '', value = '']) => [key, withHoles(value)] as const,
        ),
      });
      if (!empty) names.push(name);
    }
    if (closed || empty) steps.push('close');
  }
  if (names.length || typeof steps[0] !== 'object' || !('open' in steps[0])) {
    throw new SyntaxError(`Not well-formed: ${source.replaceAll(HOLE, '…')}`);
  }
  return steps;
}

function open(
  name: string,
  attributes: readonly (readonly [string, readonly (string | number)[]])[],
  values: readonly XmlValue[],
  parent: Element | undefined,
): Element {
  factory ??= document.implementation.createDocument(null, null);
  const texts = attributes.map(([key, parts]) => [key, attributeText(parts, values)] as const);
  const ownNamespace = texts.find(([key]) => key === 'xmlns')?.[1];
  const made = factory.createElementNS(ownNamespace ?? parent?.namespaceURI ?? NS_CLIENT, name);
  // Said aloud at every root, so that a serialiser that looks at attributes alone (Strophe's) loses nothing.
  if (!parent || ownNamespace) made.setAttributeNS(NS_XMLNS, 'xmlns', made.namespaceURI ?? NS_CLIENT);
  for (const [key, text] of texts) {
    if (text === undefined || key === 'xmlns') continue;
    if (key.startsWith('xml:')) made.setAttributeNS(NS_XML, key, text);
    else made.setAttribute(key, text);
  }
  return made;
}

function attributeText(parts: readonly (string | number)[], values: readonly XmlValue[]): string | undefined {
  const isLeftOut = parts.length === 3 && !parts[0] && !parts[2] && isNothing(values[parts[1] as number]);
  if (isLeftOut) return undefined;
  return clean(
    parts.map((part) => (typeof part === 'string' ? part : String(values[part] as string | number))).join(''),
  );
}

function isNothing(value: XmlValue): boolean {
  return value === undefined || value === null || value === false;
}

function fill(parent: Element, value: XmlValue): void {
  if (isNothing(value) || value === '') return;
  if (Array.isArray(value)) for (const item of value as readonly XmlValue[]) fill(parent, item);
  else if (value instanceof Element) parent.append(value);
  else parent.append(clean(`${value as string | number}`));
}

/** Text without the characters that XML cannot carry. */
export function clean(text: string): string {
  return text.replace(NOT_XML, '');
}
