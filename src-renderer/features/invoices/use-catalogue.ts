import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'
import type { Work } from './work.ts'

/** List prices in the invoice's currency. */
export const useCatalogue = ({ invoice: { id }, fixed }: Work) =>
  useQuery({ ...useTRPC().invoices.catalogue.queryOptions({ id }), enabled: fixed === undefined })
