/** What is signed, against what AWS documents; and the keys that AWS is asked for, against a server that answers as it does. */
import { generateKeyPairSync, verify } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { awsKeys } from "../../src/digests/aws-keys.ts";
import { readDigest } from "../../src/digests/digest.ts";
import { publicKeyOf, signedText } from "../../src/digests/signature.ts";
import { demoSigner } from "../../src/demo/signing.ts";

/** The sample of AWS's page on the structure of digests, without its log files. */
const SAMPLE = {
  awsAccountId: "111122223333",
  digestStartTime: "2015-08-17T14:01:31Z",
  digestEndTime: "2015-08-17T15:01:31Z",
  digestS3Bucket: "amzn-s3-demo-bucket",
  digestS3Object:
    "AWSLogs/111122223333/CloudTrail-Digest/us-east-2/2015/08/17/111122223333_CloudTrail-Digest_us-east-2_your-trail-name_us-east-2_20150817T150131Z.json.gz",
  digestPublicKeyFingerprint: "31e8b5433410dfb61a9dc45cc65b22ff",
  digestSignatureAlgorithm: "SHA256withRSA",
  previousDigestS3Object: "before",
  previousDigestHashValue: "97fb791cf91ffc440d274f8190dbdd9aa09c34432aba82739df18b6d3c13df2d",
  previousDigestSignature: "50887ccf",
  logFiles: [],
};

it("signs four lines: end, place, hash, and the signature before", () => {
  const texts = [SAMPLE, { ...SAMPLE, previousDigestS3Object: null }].map((document) => {
    const digest = readDigest(Buffer.from(JSON.stringify(document)));
    return "wrong" in digest ? digest.wrong : signedText(digest, "ab12");
  });
  const place = `${SAMPLE.digestS3Bucket}/${SAMPLE.digestS3Object}`;
  expect(texts).toEqual([
    `2015-08-17T15:01:31Z\n${place}\nab12\n50887ccf`,
    `2015-08-17T15:01:31Z\n${place}\nab12\nnull`,
  ]);
});

it.each([
  ["", "no JSON"],
  ["[]", "it has no digestStartTime"],
  [JSON.stringify({ ...SAMPLE, digestSignatureAlgorithm: "MD5" }), "signed with MD5"],
  [JSON.stringify({ ...SAMPLE, digestEndTime: "soon" }), "digestEndTime is no time"],
  [JSON.stringify({ ...SAMPLE, logFiles: [null] }), "no name or no hash"],
  [JSON.stringify({ ...SAMPLE, logFiles: {} }), "no logFiles"],
])("refuses as a digest: %j", (text, words) => {
  const read = readDigest(Buffer.from(text));
  expect("wrong" in read ? read.wrong : "").toContain(words);
});

it("takes both forms of keys that AWS shows", () => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  for (const type of ["pkcs1", "spki"] as const) {
    const key = publicKeyOf(publicKey.export({ type, format: "der" }));
    expect(key.equals(publicKey)).toBe(true);
  }
  expect(() => publicKeyOf(Buffer.from("none"))).toThrow(/asn1|DECODER|wrong tag|unsupported/i);
  expect(privateKey.asymmetricKeyType).toBe("rsa");
});

it("the demo's key is sound", () => {
  const signer = demoSigner();
  const [key] = (JSON.parse(signer.publicKeys()) as { PublicKeyList: { Value: string }[] })
    .PublicKeyList;
  const publicKey = publicKeyOf(Buffer.from(key?.Value ?? "", "base64"));
  const signature = Buffer.from(signer.sign("text"), "hex");
  expect(publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
  expect(verify("sha256", Buffer.from("text"), publicKey, signature)).toBe(true);
});

it("asks AWS in the Region of the digest, once for each key", async () => {
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const Value = publicKey.export({ type: "pkcs1", format: "der" }).toString("base64");
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const [, region = ""] =
      /\/\d{8}\/([^/]+)\/cloudtrail\//.exec(request.headers.authorization ?? "") ?? [];
    asked.push(`${region} ${String(request.headers["x-amz-target"]).split(".").at(-1)}`);
    const isRefused = region === "eu-north-1";
    response.writeHead(isRefused ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
    response.end(
      JSON.stringify(
        isRefused
          ? { __type: "AccessDeniedException", message: "no" }
          : { PublicKeyList: [{ Fingerprint: "f1", Value }] },
      ),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const ring = awsKeys({
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: "stub",
    AWS_SECRET_ACCESS_KEY: "stub",
  });
  onTestFinished(() => {
    ring.close();
    server.close();
    server.closeAllConnections();
  });
  const times = { startTime: "2026-11-20T00:00:00Z", endTime: "2026-11-20T01:00:00Z" };
  const find = (fingerprint: string, region: string) =>
    ring.find({ fingerprint, region, ...times });
  expect((await find("f1", "eu-west-1"))[0]?.equals(publicKey)).toBe(true);
  expect(await find("f1", "eu-west-1")).toHaveLength(1);
  expect(await find("forged", "eu-west-1")).toEqual([]);
  expect(await find("forged", "eu-west-1")).toEqual([]);
  expect(asked).toEqual(Array.from({ length: 2 }, () => "eu-west-1 ListPublicKeys"));
  await expect(find("f1", "eu-north-1")).rejects.toMatchObject({ code: "E_PUBLIC_KEYS" });
});
