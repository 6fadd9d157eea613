/** This load's nonce from the page's policy; scripts read it from the property, as browsers hide the attribute. */
export const styleNonce = (): string | undefined => {
  const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce
  return nonce === '' ? undefined : nonce
}
