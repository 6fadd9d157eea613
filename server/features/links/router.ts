import {
  linkIdInputSchema,
  linkOptionsSchema,
  linkSchema,
  listLinksInputSchema,
  openedLinkSchema,
  portalLinkInputSchema,
  purchaseLinkInputSchema,
  sendLinkInputSchema,
} from '@countersign/shared/features/links'
import { z } from 'zod'
import { askingOf, router, staffProcedure } from '../../kernel/procedures.ts'
import { closeLink } from './close-link.ts'
import { listLinks } from './list-links.ts'
import { mailPortalLink } from './mail-portal-link.ts'
import { makePurchaseLink } from './make-purchase-link.ts'
import { readLink } from './read-link.ts'
import { readLinkOptions } from './read-link-options.ts'
import { sendLink } from './send-link.ts'

export const linksRouter = router({
  options: staffProcedure('link.make')
    .output(linkOptionsSchema)
    .query(({ ctx }) => readLinkOptions(ctx.kernel)),

  list: staffProcedure('team.read')
    .input(listLinksInputSchema)
    .output(z.array(linkSchema))
    .query(({ ctx, input }) => listLinks(ctx.kernel, input)),

  /** Asks Stripe: with the address while the link works. */
  read: staffProcedure('link.make')
    .input(linkIdInputSchema)
    .output(openedLinkSchema)
    .query(({ ctx, input }) => readLink(ctx.kernel, input.id)),

  purchase: staffProcedure('link.make')
    .input(purchaseLinkInputSchema)
    .output(openedLinkSchema)
    .mutation(({ ctx, input }) => makePurchaseLink(ctx.kernel, askingOf(ctx), input)),

  send: staffProcedure('link.make')
    .input(sendLinkInputSchema)
    .output(openedLinkSchema)
    .mutation(({ ctx, input }) => sendLink(ctx.kernel, askingOf(ctx), input)),

  close: staffProcedure('link.make')
    .input(linkIdInputSchema)
    .output(openedLinkSchema)
    .mutation(({ ctx, input }) => closeLink(ctx.kernel, askingOf(ctx), input.id)),

  /** Mailed to the customer; its address is handed to nobody here. */
  mailPortal: staffProcedure('link.make')
    .input(portalLinkInputSchema)
    .output(linkSchema)
    .mutation(({ ctx, input }) => mailPortalLink(ctx.kernel, askingOf(ctx), input)),
})
