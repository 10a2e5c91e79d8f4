"""A small file of published schedules; facts from the pages named in source_url."""

HEADINGS = "schedule_id,organisation,country,membership_type,basis,step,label_original,min_incl,max_incl,amount,printed_incl,currency,vat,source_url,certainty"
FILE = f"""{HEADINGS}
horsens,BusinessHorsens,DK,company,headcount,1,1 - 5 ansatte,1,5,1250,,DKK,excl.,http://businesshorsens.dk,high
horsens,BusinessHorsens,DK,company,headcount,2,6 - 20 ansatte,6,20,1680,,DKK,excl.,http://businesshorsens.dk,high
horsens,BusinessHorsens,DK,company,headcount,3,21-50 ansatte,21,50,2920,,DKK,excl.,http://businesshorsens.dk,high
horsens,BusinessHorsens,DK,company,headcount,4,50 ansatte og derover,50,,6840,,DKK,excl.,http://businesshorsens.dk,high
made_research,MADE,DK,research institute / GTS,headcount,1,FU2,,249,30000,,DKK,not stated,https://www.made.dk,medium
made_research,MADE,DK,research institute / GTS,headcount,2,FU1,251,,50000,,DKK,not stated,https://www.made.dk,medium
aiw,AIW,DE,ordinary member,FTE by factor table,1,1-999,0,999,3500,,EUR,net,https://aiw.de,high
aiw,AIW,DE,ordinary member,FTE by factor table,2,über 1000,1001,,4200,,EUR,net,https://aiw.de,high
eic,Energy Innovation Cluster,DK,company,headcount on the CVR number,1,Grp. 7,0,2,2500,3125,DKK,excl. (page also prints incl.),https://eicluster.dk,high
eic,Energy Innovation Cluster,DK,company,headcount on the CVR number,2,Grp. 6,3,,5500,6675,DKK,excl. (page also prints incl.),https://eicluster.dk,high
assumed,BrainsBusiness,DK,company,headcount,1,0-1,0,1,1000,,DKK,assumed excl.,,assumption; only steps 1 and 3 are published
assumed,BrainsBusiness,DK,company,headcount,2,2-199,2,199,1500,,DKK,assumed excl.,,assumption; only steps 1 and 3 are published
assumed,BrainsBusiness,DK,company,headcount,3,200+,200,,25000,,DKK,assumed excl.,,assumption; only steps 1 and 3 are published
aabenraa,Business Aabenraa,DK,company,headcount,1,Iværksætter (CVR højst 3 år),,,724,,DKK,excl.,https://businessaabenraa.com,high
aabenraa,Business Aabenraa,DK,company,headcount,2,Ansatte,0,,1233,,DKK,excl.,https://businessaabenraa.com,high
aabenraa,Business Aabenraa,DK,company,headcount,3,Foreninger (ej erhvervsrelateret),,,657,,DKK,excl.,https://businessaabenraa.com,high
private,Business Aabenraa,DK,private person,flat,1,Privat medlem,,,981,,DKK,incl.,https://businessaabenraa.com,high
hours,Innakva,NO,company,FTE (årsverk),1,0,0,0,10,,hours,n/a,https://listernyskaping.no,high
hours,Innakva,NO,company,FTE (årsverk),2,1-3,1,3,10,,hours,n/a,https://listernyskaping.no,high
cfl,CfL,DK,company,"payroll, million DKK",1,Under 10 mio.,0,9,15800,,DKK,excl.,https://www.cfl.dk,high
cfl,CfL,DK,company,"payroll, million DKK",2,10-,10,,23900,,DKK,excl.,https://www.cfl.dk,high
labtech,Swedish Labtech,SE,service fee,"turnover, million SEK",1,0-1 mkr,0,1,4700,,SEK,not stated,https://www.swedishlabtech.se,high
labtech,Swedish Labtech,SE,service fee,"turnover, million SEK",2,1-10,1,,17600,,SEK,not stated,https://www.swedishlabtech.se,high
group,Tecpoint,DK,per network group,headcount,1,max. 5 personer,,5,1000,,DKK,not stated,http://tecpoint.dk,high
group,Tecpoint,DK,per network group,headcount,2,større,6,,2000,,DKK,not stated,http://tecpoint.dk,high
"""
