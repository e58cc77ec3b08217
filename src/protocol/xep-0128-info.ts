/** XEP-0128: Service Discovery Extensions, version 1.0.1 — https://xmpp.org/extensions/xep-0128.html. Builds on XEP-0004. */
import { childIn, childrenIn } from '../core/stanza.js';

const NS_INFO = 'http://jabber.org/protocol/disco#info';
const NS_DATA = 'jabber:x:data';

/** What an answer to disco#info says in its form of a type: the values of a field, by its name; none where it says nothing. */
export function extendedInfoIn(info: Element, formType: string): (name: string) => readonly string[] {
  const query = childIn(info, NS_INFO, 'query');
  const forms = query ? childrenIn(query, NS_DATA, 'x') : [];
  const form = forms.find((each) => valuesIn(each, 'FORM_TYPE')[0] === formType);
  return (name) => (form ? valuesIn(form, name) : []);
}

function valuesIn(form: Element, name: string): readonly string[] {
  const field = childrenIn(form, NS_DATA, 'field').find((each) => each.getAttribute('var') === name);
  return field ? childrenIn(field, NS_DATA, 'value').map(({ textContent }) => textContent.trim()) : [];
}
