import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseThreatList } from './threat-list.ts';
import { compileThreats } from './threats.ts';

/** Which of some addresses and hosts a list flags. */
function flagged(text: string, asked: readonly string[]): string[] {
  const threats = compileThreats([{ name: 'list', ...parseThreatList(text) }]);
  return asked.filter((one) =>
    /^[\d.]+$|:/.test(one) ? threats.risk(one) !== undefined : threats.riskHost(one) !== undefined,
  );
}

const reasons = (text: string) =>
  parseThreatList(text).badLines.map(({ line, reason }) => `${line}: ${reason}`);

describe('a threat list', () => {
  it('is addresses and networks, such as a FireHOL netset', () => {
    const text = '#\n# firehol_level1\n#\n192.0.2.0/24\n198.51.100.7\n2001:db8:1::/48\n';
    expect(parseThreatList(text)).toMatchObject({ bad: 0, hosts: [] });
    expect(
      flagged(text, [
        '192.0.1.255',
        '192.0.2.0',
        '192.0.2.255',
        '192.0.3.0',
        '198.51.100.6',
        '198.51.100.7',
        '198.51.100.8',
        '2001:db8:0:ffff::',
        '2001:db8:1::',
        '2001:db8:1:ffff:ffff:ffff:ffff:ffff',
        '2001:db8:2::',
      ]),
    ).toEqual([
      '192.0.2.0',
      '192.0.2.255',
      '198.51.100.7',
      '2001:db8:1::',
      '2001:db8:1:ffff:ffff:ffff:ffff:ffff',
    ]);
  });

  it('is addresses with columns behind them, such as IPsum and the reputations of AlienVault', () => {
    const text =
      '# IPsum\n#\n192.0.2.10\t9\n192.0.2.11 4 DE hoster.example\n' +
      '192.0.2.12 # Scanning Host DE,,51.0,9.0\n192.0.2.13#4#2#Scanning Host#DE##51.0,9.0#3\n' +
      '192.0.2.14,scanner,2026-11-22\n"192.0.2.15";"x"\n192.0.2.16, C2 of a botnet\n' +
      '64496  |  A NETWORK, ZZ  |  192.0.2.18  |  2026-11-22 01:00:00  |  sshclient\n' +
      '2001:db8::7\t1\n192.0.3.0 255.255.255.0\nbad.example\tphishing\n';
    expect(parseThreatList(text)).toMatchObject({ bad: 0, hosts: ['bad.example'] });
    const asked = ['192.0.2.9', ...Array.from({ length: 7 }, (_, at) => `192.0.2.${10 + at}`)];
    const others = ['192.0.2.18', '2001:db8::7', '192.0.3.255'];
    expect(flagged(text, [...asked, '192.0.2.17', ...others])).toEqual([
      ...asked.slice(1),
      '192.0.2.18',
      '2001:db8::7',
      '192.0.3.255',
    ]);
  });

  it('is ranges, such as the block list of DShield with or without its line of names', () => {
    const names = 'Start\tEnd\tNetblock\tAttacks\tName\tCountry\temail\n';
    const rows = '192.0.2.0\t192.0.2.255\t24\t7\tA Network, Inc.\tZZ\tabuse@net.example\n';
    for (const text of [`#\n# (1) start\n${names}${rows}`, rows]) {
      expect(parseThreatList(text).bad).toBe(0);
      expect(flagged(text, ['192.0.1.255', '192.0.2.0', '192.0.2.255'])).toHaveLength(2);
    }
    const ranges =
      '192.0.2.7-192.0.2.9\n198.51.100.1 - 198.51.100.2\n2001:db8::1-2001:DB8::ff\n' +
      'Bad people, Inc.: x:203.0.113.1-203.0.113.9\n';
    expect(parseThreatList(ranges).bad).toBe(0);
    expect(
      flagged(ranges, [
        '192.0.2.6',
        '192.0.2.8',
        '198.51.100.2',
        '2001:db8::f0',
        '2001:db8::100',
        '203.0.113.9',
      ]),
    ).toEqual(['192.0.2.8', '198.51.100.2', '2001:db8::f0', '203.0.113.9']);
  });

  it('is CSV of abuse.ch, whose names of columns may be a comment', () => {
    const feodo =
      '#####\n# Feodo Tracker (CSV) #\n#####\n#\n' +
      '"first_seen_utc","dst_ip","dst_port","c2_status","last_online","malware"\n' +
      '"2026-01-17 07:30:05","192.0.2.10","443","online","2026-11-22","Bot"\n# END 1 entries\n';
    const urlhaus =
      '# URLhaus\r\n# id,dateadded,url,url_status,last_online,threat,tags,urlhaus_link,reporter\r\n' +
      '"12","2026-11-22 01:00:00","http://192.0.2.11:8080/i;v=1,2","online","","x","a,b","https://urlhaus.example/url/12/","me"\r\n' +
      '"13","2026-11-22 01:00:00","https://me:pw@Bad.Example./a","offline","","x","","https://urlhaus.example/url/13/","me"\r\n';
    const threatfox =
      '# "first_seen_utc","ioc_id","ioc_value","ioc_type","threat_type","reference"\n' +
      '"2026-11-22 01:00:00", "1", "192.0.2.12:443", "ip:port", "botnet_cc", "https://a.example/1"\n' +
      '"2026-11-22 01:00:00", "2", "c2.example", "domain", "botnet_cc", ""\n' +
      `"2026-11-22 01:00:00", "3", "${'ab'.repeat(32)}", "sha256_hash", "payload", ""\n`;
    const sslbl = '# Firstseen,DstIP,DstPort\n2026-11-22 01:00:00,192.0.2.13,443\n';
    const asked = ['192.0.2.10', '192.0.2.11', 'bad.example', '192.0.2.12', 'c2.example'];
    const others = ['192.0.2.13', 'urlhaus.example', 'a.example'];
    const found = [feodo, urlhaus, threatfox, sslbl].map((text) => {
      expect(reasons(text)).toEqual([]);
      return flagged(text, [...asked, ...others]);
    });
    expect(found).toEqual([[asked[0]], asked.slice(1, 3), asked.slice(3), ['192.0.2.13']]);
    expect([...parseThreatList(threatfox).others]).toEqual([['sha256_hash', 1]]);
  });

  it('is CSV of MISP, of which it takes the addresses and hosts to detect by', () => {
    const text =
      'uuid,event_id,category,type,value,comment,to_ids,date\n' +
      'u1,1,"Network activity",ip-dst,192.0.2.10,"two\nlines, bad.example ""c2""",1,20261122\n' +
      'u2,1,"Network activity",ip-dst|port,192.0.2.11|443,,1,20261122\n' +
      'u3,1,"Network activity",domain|ip,c2.example|192.0.2.99,,1,20261122\n' +
      'u4,1,"Network activity",hostname,well.example,,0,20261122\n' +
      'u5,1,"External analysis",link,https://report.example/1,,1,20261122\n' +
      `u6,1,"Payload delivery",md5,${'0a'.repeat(16)},,1,20261122\n`;
    const list = parseThreatList(text);
    expect([list.bad, list.ipv4.length, list.hosts]).toEqual([0, 2, ['c2.example']]);
    expect([...list.others]).toEqual([
      ['to_ids 0', 1],
      ['link', 1],
      ['md5', 1],
    ]);
  });

  it('may name the kind of threat where others name that of the entry, and times beside it', () => {
    const asked = ['1.2.3.4', 'bad.example'];
    expect(flagged('indicator,type\n1.2.3.4,c2\nbad.example,phishing\n', asked)).toEqual(asked);
    expect(flagged('ip,start,end\n1.2.3.4,2026-01-01,2026-02-01\n', asked)).toEqual(['1.2.3.4']);
    expect(flagged('Evil:1.2.3.4-1.2.3.10\n', asked)).toEqual(['1.2.3.4']);
  });

  it('is an intel file of Zeek, or CSV with the entry in any column', () => {
    const zeek =
      '#fields\tindicator\tindicator_type\tmeta.source\n192.0.2.10\tIntel::ADDR\tme\n' +
      '192.0.3.0/24\tIntel::SUBNET\tme\nbad.example/a/b.exe\tIntel::URL\tme\n' +
      'a@mail.example\tIntel::EMAIL\tme\n';
    const asked = ['192.0.2.10', '192.0.3.1', 'bad.example', 'mail.example'];
    expect(flagged(zeek, asked)).toEqual(asked.slice(0, 3));
    expect(flagged('score;IP Address;type\n9;192.0.2.10;botnet\n', asked)).toEqual(['192.0.2.10']);
    expect(flagged('domain\nbad.example\n', asked)).toEqual(['bad.example']);
  });

  it('goes on after a quote that is never closed', () => {
    const rows = Array.from({ length: 30 }, (_, at) => `192.0.2.${at},x`);
    const list = parseThreatList(['ip,comment', '198.51.100.1,"open', ...rows].join('\n'));
    expect([list.ipv4.length, list.bad, list.badLines]).toEqual([
      30,
      1,
      [{ line: 2, reason: 'a quote is not closed' }],
    ]);
    const short = parseThreatList('ip,comment\n192.0.2.1,"open\n192.0.2.2,x');
    expect([short.ipv4.length, short.bad]).toEqual([1, 1]);
  });

  it('is URLs, whose hosts it takes, with or without their scheme and defanged or not', () => {
    const text =
      'http://bad.example/a?b=c#d\nHTTPS://user:pw@Worse.Example.:8443\nftp://192.0.2.10:21/x\n' +
      'http://[2001:db8::7]:80/\nhxxps://one[.]example/x\nhxxp[:]//two(.)example\n' +
      'three[dot]example:8080\n192[.]0[.]2[.]11\nfour.example/gate.php\n192.0.2.12/panel/\n' +
      '192.0.2.13:4443\n[2001:db8::8]:443\n';
    const list = parseThreatList(text);
    const names = ['bad', 'worse', 'one', 'two', 'three', 'four'];
    expect([list.bad, list.hosts]).toEqual([0, names.map((name) => `${name}.example`)]);
    const asked = ['192.0.2.10', '192.0.2.11', '192.0.2.12', '192.0.2.13', '2001:db8::7'];
    expect(flagged(text, [...asked, '2001:db8::8', '192.0.2.14'])).toEqual([
      ...asked,
      '2001:db8::8',
    ]);
  });

  it('is rules of dnsmasq and AdBlock that block all of a host', () => {
    const text =
      '[Adblock Plus 2.0]\n! Title: bad\n||one.example^\n||Two.example^$all,important\n' +
      '||192.0.2.10^\naddress=/three.example/0.0.0.0\naddress=/.four.example/#\n' +
      'local=/five.example/six.example/\nserver=/seven.example/\n';
    const list = parseThreatList(text);
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
    expect([list.bad, list.hosts]).toEqual([0, names.map((name) => `${name}.example`)]);
    expect(flagged(text, ['192.0.2.10'])).toHaveLength(1);
  });

  it('is Spamhaus DROP as text', () => {
    const text = '; Spamhaus DROP List 2026/11/22\n192.0.2.0/24 ; SBL1\n2001:db8::/32 ; SBL2\n';
    expect(parseThreatList(text).bad).toBe(0);
    expect(flagged(text, ['192.0.2.9', '2001:db8::1', '192.0.3.1'])).toEqual([
      '192.0.2.9',
      '2001:db8::1',
    ]);
  });

  it('is Spamhaus DROP as JSON lines', () => {
    const text =
      '{"cidr":"192.0.2.0/24","sblid":"SBL1","rir":"apnic"}\n{"cidr":"2001:db8::/32"}\n' +
      '{"type":"metadata","timestamp":1,"size":2,"records":2}\n';
    expect(parseThreatList(text).bad).toBe(0);
    expect(flagged(text, ['192.0.2.9', '2001:db8::1'])).toHaveLength(2);
    expect(reasons('{"cidr":{}}\n{"cidr"')).toEqual([
      '1: a JSON object without "cidr", "ip", "url" or the like',
      expect.stringMatching(/^2: not JSON: /),
    ]);
  });

  it('is a JSON array of texts or objects', () => {
    const text = JSON.stringify([
      { ip_address: '192.0.2.10', port: 443, hostname: 'hoster.example', malware: null },
      { ip_address: '192.0.2.999' },
      '192.0.2.11',
    ]);
    expect(flagged(text, ['192.0.2.10', '192.0.2.11', 'hoster.example'])).toEqual([
      '192.0.2.10',
      '192.0.2.11',
    ]);
    expect(reasons(text)).toEqual([expect.stringMatching(/^2: "192.0.2.999" is neither/)]);
    expect(flagged('{\n  "ip": "192.0.2.12"\n}\n', ['192.0.2.12'])).toHaveLength(1);
  });

  it.each([
    [
      '\n<!DOCTYPE html>\n<html><body>192.0.2.1',
      'a web page (HTML), as from a download that failed',
    ],
    ['<html lang="en">', 'a web page (HTML)'],
    ['<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">', 'HTML'],
    ['<?xml version="1.0"?><stix:STIX_Package/>', 'XML: take the list as plain text or CSV'],
    ['{"type": "bundle",\n "objects": []}', 'a STIX bundle: take the list as plain text or CSV'],
    ['{"type":"bundle","objects":[]}', 'a STIX bundle'],
    ['{"Event": {"id": 1}}', 'a JSON object of Event: take the list as plain text or CSV'],
    ['[{"ip": "192.0.2.1"},', 'broken JSON'],
  ])('is not %j', (text, why) => {
    expect(() => parseThreatList(text)).toThrow(SyntaxError);
    expect(() => parseThreatList(text)).toThrow(why);
  });

  it('is a hosts file, whose names of the machine itself are passed over', () => {
    const text =
      '127.0.0.1 localhost localhost.localdomain\n::1 ip6-localhost\nfe80::1%lo0 localhost\n' +
      '255.255.255.255 broadcasthost\n0.0.0.0 0.0.0.0\n' +
      '0.0.0.0 bad.example worse.example # two\n127.0.0.1\tads.example#three\n';
    expect(parseThreatList(text)).toMatchObject({
      bad: 0,
      ipv4: [],
      ipv6: [],
      hosts: ['bad.example', 'worse.example', 'ads.example'],
    });
  });

  it('is hosts, in any case, with a dot at the end, or with the wildcard of their subdomains', () => {
    const text = '\uFEFFBad.Example.\r\n*.wild.example\r\n.dotted.example\r\nBÜCHER.example\r\n';
    expect(parseThreatList(text)).toMatchObject({
      bad: 0,
      hosts: ['bad.example', 'wild.example', 'dotted.example', 'xn--bcher-kva.example'],
    });
  });

  it('takes an address whatever it is written like, and a network by any address in it', () => {
    const text = '::ffff:192.0.2.1\n::ffff:198.51.100.0/120\n2001:DB8::7/32\n203.0.113.77/24\n';
    expect(
      flagged(text, ['192.0.2.1', '198.51.100.255', '2001:db8:ffff::', '203.0.113.1', '192.0.2.2']),
    ).toEqual(['192.0.2.1', '198.51.100.255', '2001:db8:ffff::', '203.0.113.1']);
  });

  it.each([
    ['0.0.0.0/0', 'every address'],
    ['::/0', 'every address'],
    ['192.0.2.0/33', 'prefix length from 0 to 32'],
    ['192.0.2.0/', 'prefix length'],
    ['2001:db8::/129', 'prefix length from 0 to 128'],
    ['192.0.2.0/24/8', 'prefix length'],
    ['300.1.1.1', 'neither an address, a network nor a host'],
    ['010.0.0.1', 'neither an address, a network nor a host'],
    ['192.0.2.0/255.0.255.0', 'prefix length'],
    ['0.0.0.0-255.255.255.255', 'every address'],
    ['192.0.2.9-192.0.2.1', 'ends before it begins'],
    ['192.0.2.9-2001:db8::1', 'not a range'],
    ['https:///path', 'neither an address, a network nor a host'],
    ['12,bad.example', 'the first column counts where no line names the columns'],
    ['@@||good.example^', 'is an exception'],
    ['||bad.example/ads/*', 'not about all of a host'],
    ['||bad.example^$domain=good.example', 'not about all of a host'],
    ['bad.example##.banner', 'parts of web pages'],
    ['address=/good.example/10.0.0.1', 'blocks nothing'],
    ['server=/good.example/#', 'blocks nothing'],
    ['bad.*.example', 'has a wildcard within'],
    ['example', 'top-level domain'],
    ['192.0.2.1 bad.example', 'gives a host an address'],
    ['two words', 'more than one word'],
    ['<html>', 'neither'],
    ['-bad.example', 'neither'],
  ])('does not take %s, and says why', (entry, why) => {
    const list = parseThreatList(`192.0.2.1\n${entry}\n`);
    expect([list.bad, list.ipv4.length, list.ipv6, list.hosts]).toEqual([1, 1, [], []]);
    expect(list.badLines).toEqual([{ line: 2, reason: expect.stringContaining(why) }]);
  });

  it('is any text: lines of it are entries, bad, or passed over, and nothing else happens', () => {
    const words =
      '192.0.2.1 2001:db8::/32 bad.example ip url value type md5 5 http:// " "" , ; # | || ^ $ - / ' +
      '[ ] { } {"ip":"192.0.2.1"} address=/ ! ü 0.0.0.0 <html';
    const pieces = fc.constantFrom(...words.split(' '), ' ', '\t', '\n', '\r\n', '\uFEFF');
    const texts = fc.oneof(
      fc.array(pieces).map((some) => some.join('')),
      fc.string(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const { bad, badLines } = parseThreatList(text);
          expect(badLines.length).toBe(Math.min(bad, 100));
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('tells 100 bad lines in full and counts them all', () => {
    const list = parseThreatList('?\n'.repeat(250));
    expect([list.bad, list.badLines.length]).toEqual([250, 100]);
  });
});
