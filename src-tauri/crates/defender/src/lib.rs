//! The Microsoft Defender for Endpoint API: operation catalogue, client, retry, paging, OData.
